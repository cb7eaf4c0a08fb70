{{- define "marquee.dnsEgress" -}}
- ports:
    - { port: 53, protocol: UDP }
    - { port: 53, protocol: TCP }
{{- end -}}

{{/* Call with to (peers or none) and ports. */}}
{{- define "marquee.egressTo" -}}
- ports:
    {{- range .ports }}
    - { port: {{ . }}, protocol: TCP }
    {{- end }}
  {{- with .to }}
  to:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end -}}

{{- define "marquee.enginesEgress" -}}
{{- $policy := .Values.networkPolicy -}}
{{ include "marquee.egressTo" (dict "to" $policy.cassandraTo "ports" $policy.cassandraPorts) }}
{{ include "marquee.egressTo" (dict "to" $policy.kafkaTo "ports" $policy.kafkaPorts) }}
{{- end -}}

{{- define "marquee.tracingEgress" -}}
{{- if .Values.tracing.enabled -}}
{{- include "marquee.egressTo" (dict "to" .Values.networkPolicy.tracingTo "ports" (list .Values.networkPolicy.tracingPort)) }}
{{- end -}}
{{- end -}}

{{/* The policy of what asks the engines and is asked by nobody. Call with root and component. */}}
{{- define "marquee.enginesPolicy" -}}
podSelector:
  matchLabels:
    {{- include "marquee.selectorLabels" . | nindent 4 }}
policyTypes: [Ingress, Egress]
egress:
  {{- include "marquee.dnsEgress" .root | nindent 2 }}
  {{- include "marquee.enginesEgress" .root | nindent 2 }}
  {{- with include "marquee.tracingEgress" .root }}
  {{- . | nindent 2 }}
  {{- end }}
{{- end -}}
