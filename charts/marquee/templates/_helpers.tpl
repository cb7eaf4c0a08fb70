{{- define "marquee.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* At most 40 characters, so that a component's name fits behind it. */}}
{{- define "marquee.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "marquee.name" . -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "marquee.image" -}}
{{- $image := .Values.image -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository (default .Chart.AppVersion $image.tag) -}}
{{- end -}}
{{- end -}}

{{/* What runs for long, and where it listens. The programs and ports are the code's. */}}
{{- define "marquee.components" -}}
gateway: { program: gateway/dist/main.js, port: 4000, portVariable: PORT }
movies: { program: subgraphs/movies/dist/main.js, port: 4001, portVariable: MOVIES_PORT, subgraph: true }
reviews: { program: subgraphs/reviews/dist/main.js, port: 4002, portVariable: REVIEWS_PORT, subgraph: true }
ratings: { program: subgraphs/ratings/dist/main.js, port: 4003, portVariable: RATINGS_PORT, subgraph: true }
accounts: { program: subgraphs/accounts/dist/main.js, port: 4004, portVariable: ACCOUNTS_PORT, subgraph: true }
{{- if eq (include "marquee.isHome" .) "true" }}
projector: { program: gateway/all-in-one/dist/projector-main.js, nodeOption: --max-semi-space-size=64, port: 4010, portVariable: PROJECTOR_PORT }
{{- end }}
{{- end -}}

{{/* This release's part of `regions`. */}}
{{- define "marquee.region" -}}
{{- if .Values.region -}}
{{- if not (hasKey .Values.regions .Values.region) -}}
{{- fail (printf "region %q is not one of regions: %s" .Values.region (keys .Values.regions | sortAlpha | join ", ")) -}}
{{- end -}}
{{- get .Values.regions .Values.region | toYaml -}}
{{- else if .Values.regions -}}
{{- fail "regions are given: say which one this release is in, with region" -}}
{{- else -}}
{}
{{- end -}}
{{- end -}}

{{- define "marquee.isHome" -}}
{{- $home := .Values.homeRegion -}}
{{- if and $home (not (hasKey .Values.regions $home)) -}}
{{- fail (printf "homeRegion %q is not one of regions" $home) -}}
{{- end -}}
{{- if or (not $home) (eq $home .Values.region) -}}true{{- end -}}
{{- end -}}

{{- define "marquee.hosts" -}}
{{- $region := include "marquee.region" .root | fromYaml -}}
{{- default .hosts $region.hosts | toJson -}}
{{- end -}}

{{/* A component's values over those of `defaults`. Call with root and component. */}}
{{- define "marquee.settings" -}}
{{- mergeOverwrite (deepCopy .root.Values.defaults) (deepCopy (get .root.Values .component)) | toYaml -}}
{{- end -}}

{{/* Whether something else than the Deployment says how many replicas there are. */}}
{{- define "marquee.isScaled" -}}
{{- $settings := include "marquee.settings" . | fromYaml -}}
{{- if or $settings.autoscaling.enabled (and $settings.keda $settings.keda.enabled) -}}true{{- end -}}
{{- end -}}

{{- define "marquee.selectorLabels" -}}
app.kubernetes.io/name: {{ include "marquee.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end -}}

{{- define "marquee.labels" -}}
{{ include "marquee.selectorLabels" . }}
app.kubernetes.io/part-of: marquee
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "marquee.metadata" -}}
name: {{ include "marquee.fullname" .root }}-{{ .component }}
namespace: {{ .root.Release.Namespace }}
labels:
  {{- include "marquee.labels" . | nindent 2 }}
{{- end -}}

{{- define "marquee.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "marquee.securityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
capabilities: { drop: [ALL] }
{{- end -}}

{{/* Why kube-score is not followed there. */}}
{{- define "marquee.kubeScore" -}}
# The tag is a version that is never moved, or a digest stands instead: asking the registry at each start adds nothing but a way to fail.
kube-score/ignore: container-image-pull-policy
{{- end -}}
