{{/* The pod of a Job that asks the engines. Call with root, component, args, resources, deadline and, if there are, volumes and volumeMounts. */}}
{{- define "marquee.jobTemplate" -}}
metadata:
  labels:
    {{- include "marquee.labels" . | nindent 4 }}
spec:
  restartPolicy: {{ .restartPolicy }}
  serviceAccountName: {{ include "marquee.fullname" .root }}-{{ .component }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  securityContext:
    {{- include "marquee.podSecurityContext" .root | nindent 4 }}
  {{- with .root.Values.imagePullSecrets }}
  imagePullSecrets:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .root.Values.defaults.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .root.Values.defaults.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  containers:
    - name: {{ .component }}
      image: {{ include "marquee.image" .root }}
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      args:
        {{- toYaml .args | nindent 8 }}
      env:
        {{- include "marquee.environment" (dict "root" .root "component" .component "engines" true) | nindent 8 }}
      resources:
        {{- toYaml .resources | nindent 8 }}
      securityContext:
        {{- include "marquee.securityContext" .root | nindent 8 }}
      volumeMounts:
        {{- include "marquee.volumeMounts" (dict "root" .root "component" .component "engines" true) | nindent 8 }}
        {{- with .volumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    {{- include "marquee.volumes" (dict "root" .root "component" .component "engines" true) | nindent 4 }}
    {{- with .volumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
{{- end -}}
