{{/*
The variables of one process. Call with root, component, and of it: listens (port and portVariable), keys (whether it signs or verifies),
engines (whether it asks them) and config.
*/}}
{{- define "marquee.environment" -}}
{{- $root := .root -}}
{{- $values := $root.Values -}}
{{- $region := include "marquee.region" $root | fromYaml -}}
- name: LOG_LEVEL
  value: {{ $values.logLevel | quote }}
- name: STORE
  value: cassandra
- name: EVENT_LOG
  value: kafka
{{- if .listens }}
- name: HOST
  value: 0.0.0.0
- name: {{ .listens.portVariable }}
  value: {{ .listens.port | quote }}
{{- end }}
{{- if .keys }}
{{- $secret := required "keys.existingSecret: name the Secret with CURSOR_KEYS, GATEWAY_SECRETS and JWT_KEYS (npm run -s keys prints them)" $values.keys.existingSecret }}
{{- range list "CURSOR_KEYS" "GATEWAY_SECRETS" "JWT_KEYS" }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: {{ . }} } }
{{- end }}
{{- end }}
{{- if .engines }}
{{- include "marquee.cassandraEnvironment" (dict "values" $values "region" $region) | nindent 0 }}
{{- include "marquee.kafkaEnvironment" (dict "values" $values "region" $region) | nindent 0 }}
{{- end }}
{{- if eq .component "gateway" }}
{{- range $name, $component := include "marquee.components" $root | fromYaml }}
{{- if $component.subgraph }}
- name: {{ upper $name }}_URL
  value: http://{{ include "marquee.fullname" $root }}-{{ $name }}:{{ $component.port }}/graphql
{{- end }}
{{- end }}
{{- end }}
{{- if and (eq .component "gateway") $values.gateway.supergraphConfigMap }}
- name: SUPERGRAPH_PATH
  value: /supergraph/supergraph.graphql
{{- end }}
{{- if eq .component "movies" }}
- name: DATA_DIR
  value: /data
{{- if $values.movies.datasets.existingClaim }}
- name: DATASETS_DIR
  value: /datasets
{{- end }}
{{- end }}
{{- if and (eq .component "accounts") $values.admin.existingSecret }}
{{- range list "ADMIN_EMAIL" "ADMIN_PASSWORD" }}
- name: {{ . }}
  valueFrom: { secretKeyRef: { name: {{ $values.admin.existingSecret }}, key: {{ . }} } }
{{- end }}
{{- end }}
{{- range $name, $value := .config }}
{{- /* Numbers are floats to Helm, which would write large ones as 1e+09. */}}
- name: {{ $name }}
  value: {{ kindIs "float64" $value | ternary (int64 $value | toString) (toString $value) | quote }}
{{- end }}
{{- if $values.tracing.enabled }}
- name: OTEL_TRACES_EXPORTER
  value: otlp
- name: OTEL_SERVICE_NAME
  value: marquee-{{ .component }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ $values.tracing.endpoint | quote }}
{{- with $values.tracing.headersSecret }}
- name: OTEL_EXPORTER_OTLP_HEADERS
  valueFrom: { secretKeyRef: { name: {{ . }}, key: OTEL_EXPORTER_OTLP_HEADERS } }
{{- end }}
- name: OTEL_TRACES_SAMPLER
  value: {{ $values.tracing.sampler | quote }}
- name: OTEL_TRACES_SAMPLER_ARG
  value: {{ $values.tracing.ratio | toString | quote }}
- name: OTEL_RESOURCE_ATTRIBUTES
  value: {{ printf "service.namespace=marquee,service.version=%s,k8s.namespace.name=%s%s" $root.Chart.AppVersion $root.Release.Namespace (empty $values.region | ternary "" (printf ",cloud.region=%s" $values.region)) | quote }}
{{- end }}
{{- end -}}

{{- define "marquee.cassandraEnvironment" -}}
{{- $cassandra := .values.cassandra -}}
{{- $points := default $cassandra.contactPoints .region.contactPoints -}}
- name: CASSANDRA_CONTACT_POINTS
  value: {{ required "cassandra.contactPoints: name nodes of Cassandra" (join "," $points) | quote }}
- name: CASSANDRA_LOCAL_DATACENTER
  value: {{ default $cassandra.localDatacenter .region.localDatacenter | quote }}
- name: CASSANDRA_KEYSPACE
  value: {{ $cassandra.keyspace | quote }}
{{- with $cassandra.foldedKeyspace }}
- name: CASSANDRA_FOLDED_KEYSPACE
  value: {{ . | quote }}
{{- end }}
- name: CASSANDRA_REPLICATION
  value: {{ $cassandra.replication | toString | quote }}
{{- with $cassandra.existingSecret }}
- name: CASSANDRA_USERNAME
  valueFrom: { secretKeyRef: { name: {{ . }}, key: username } }
- name: CASSANDRA_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ . }}, key: password } }
{{- end }}
{{- include "marquee.tlsEnvironment" (dict "engine" "CASSANDRA" "folder" "/tls/cassandra" "tls" $cassandra.tls) }}
{{- end -}}

{{- define "marquee.kafkaEnvironment" -}}
{{- $kafka := .values.kafka -}}
{{- $brokers := default $kafka.brokers .region.brokers -}}
- name: KAFKA_BROKERS
  value: {{ required "kafka.brokers: name brokers of Kafka" (join "," $brokers) | quote }}
{{- with $kafka.topicPrefix }}
- name: KAFKA_TOPIC_PREFIX
  value: {{ . | quote }}
{{- end }}
- name: EVENT_LOG_PARTITIONS
  value: {{ $kafka.partitions | toString | quote }}
- name: KAFKA_REPLICATION
  value: {{ $kafka.replication | toString | quote }}
- name: KAFKA_MIN_INSYNC
  value: {{ $kafka.minInsync | toString | quote }}
{{- if $kafka.sasl.mechanism }}
{{- $secret := required "kafka.sasl.existingSecret: name the Secret with username and password" $kafka.sasl.existingSecret }}
- name: KAFKA_SASL_MECHANISM
  value: {{ $kafka.sasl.mechanism }}
- name: KAFKA_SASL_USERNAME
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: username } }
- name: KAFKA_SASL_PASSWORD
  valueFrom: { secretKeyRef: { name: {{ $secret }}, key: password } }
{{- end }}
{{- include "marquee.tlsEnvironment" (dict "engine" "KAFKA" "folder" "/tls/kafka" "tls" $kafka.tls) }}
{{- end -}}

{{- define "marquee.tlsEnvironment" -}}
{{- if .tls.enabled }}
- name: {{ .engine }}_TLS
  value: "on"
{{- if .tls.existingSecret }}
- name: {{ .engine }}_TLS_CA
  value: {{ .folder }}/ca.crt
{{- if .tls.clientCertificate }}
- name: {{ .engine }}_TLS_CERT
  value: {{ .folder }}/tls.crt
- name: {{ .engine }}_TLS_KEY
  value: {{ .folder }}/tls.key
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Call with root, component and engines (whether it asks them). */}}
{{- define "marquee.volumeMounts" -}}
- { name: tmp, mountPath: /tmp }
{{- if and (eq .component "gateway") .root.Values.gateway.supergraphConfigMap }}
- { name: supergraph, mountPath: /supergraph, readOnly: true }
{{- end }}
{{- if eq .component "movies" }}
- { name: data, mountPath: /data }
{{- if .root.Values.movies.datasets.existingClaim }}
- { name: datasets, mountPath: /datasets }
{{- end }}
{{- end }}
{{- if .engines }}
{{- range $engine := list "cassandra" "kafka" }}
{{- with (get $.root.Values $engine).tls }}
{{- if and .enabled .existingSecret }}
- { name: {{ $engine }}-tls, mountPath: /tls/{{ $engine }}, readOnly: true }
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "marquee.volumes" -}}
- name: tmp
  emptyDir: { sizeLimit: 64Mi }
{{- if and (eq .component "gateway") .root.Values.gateway.supergraphConfigMap }}
- name: supergraph
  configMap: { name: {{ .root.Values.gateway.supergraphConfigMap }} }
{{- end }}
{{- if eq .component "movies" }}
# A replica's own: its search index, which it builds from the log.
- name: data
  emptyDir: { sizeLimit: {{ .root.Values.movies.indexSize }} }
{{- with .root.Values.movies.datasets.existingClaim }}
- name: datasets
  persistentVolumeClaim: { claimName: {{ . }} }
{{- end }}
{{- end }}
{{- if .engines }}
{{- range $engine := list "cassandra" "kafka" }}
{{- with (get $.root.Values $engine).tls }}
{{- if and .enabled .existingSecret }}
- name: {{ $engine }}-tls
  secret: { secretName: {{ .existingSecret }}, defaultMode: 0440 }
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}
