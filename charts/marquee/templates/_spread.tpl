{{/* Replicas of a component over zones and nodes. Call with root, component and settings. */}}
{{- define "marquee.spread" -}}
topologySpreadConstraints:
  - topologyKey: topology.kubernetes.io/zone
    maxSkew: 1
    whenUnsatisfiable: {{ .settings.zoneSpread }}
    # Each version by itself: a rolling update ends as evenly spread as it began.
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- include "marquee.selectorLabels" . | nindent 8 }}
affinity:
  {{- $affinity := deepCopy .settings.affinity }}
  {{- $labels := include "marquee.selectorLabels" . | fromYaml }}
  {{- $term := dict "topologyKey" "kubernetes.io/hostname" "labelSelector" (dict "matchLabels" $labels) }}
  {{- $rule := dict }}
  {{- if eq .settings.antiAffinity "required" }}
  {{- $rule = dict "requiredDuringSchedulingIgnoredDuringExecution" (list $term) }}
  {{- else }}
  {{- $rule = dict "preferredDuringSchedulingIgnoredDuringExecution" (list (dict "weight" 100 "podAffinityTerm" $term)) }}
  {{- end }}
  {{- mergeOverwrite (dict "podAntiAffinity" $rule) $affinity | toYaml | nindent 2 }}
{{- end -}}
