{{- define "catalyst.labels" -}}
app.kubernetes.io/name: catalyst
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "catalyst.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{- define "catalyst.tlsSecret" -}}
{{ .Values.gateway.tls.existingSecret | default "catalyst-gateway-tls" }}
{{- end }}

{{- define "catalyst.env" -}}
{{- range $name, $value := . }}
- { name: {{ $name | quote }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{- /* Kubernetes' own profile "restricted". */}}
{{- define "catalyst.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1000
runAsGroup: 1000
fsGroup: 1000
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "catalyst.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
{{- end }}

{{- /* Another product of the same group may be there: its objects would be read as ours, and ours as its. */}}
{{- define "catalyst.refuseForeignDefinition" -}}
{{- $known := lookup "apiextensions.k8s.io/v1" "CustomResourceDefinition" "" "environments.catalyst.catalyst.dev" }}
{{- if and $known (ne (dig "metadata" "labels" "app.kubernetes.io/part-of" "" $known) "catalyst") }}
{{- fail "This cluster has another product's Environment (environments.catalyst.catalyst.dev), which isn't overwritten: install Catalyst in another cluster, or remove that one first." }}
{{- end }}
{{- end }}

{{- define "catalyst.keysSecret" -}}
{{ .Values.keys.existingSecret | default "catalyst-keys" }}
{{- end }}

{{- define "catalyst.pullSecrets" -}}
imagePullSecrets: {{- range .Values.image.pullSecrets }}
  - name: {{ . }}
{{- else }} []
{{- end }}
{{- end }}

{{- /* Who is meant by it is the first thing that its end says, where nobody reads its log. */}}
{{- define "catalyst.container" -}}
image: {{ include "catalyst.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
workingDir: /opt/catalyst
terminationMessagePolicy: FallbackToLogsOnError
securityContext:
  {{- include "catalyst.containerSecurity" . | nindent 2 }}
  readOnlyRootFilesystem: true
{{- end }}

{{- /* Hosts of the owner's own network: who may be dialled there, and by which authorities they are known beside. */}}
{{- define "catalyst.privateEnv" -}}
{{- with .Values.gateway.egress.extra }}
- { name: CATALYST_PRIVATE_HOSTS, value: {{ join "," . | quote }} }
{{- end }}
{{- end }}

{{- define "catalyst.database" -}}
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ .Values.database.existingSecret | default "catalyst-database" }}, key: {{ empty .Values.database.existingSecret | ternary "uri" .Values.database.key }} } }
{{- end }}

{{- define "catalyst.homeEnv" -}}
- { name: CATALYST_HOME, value: /var/lib/catalyst }
{{ include "catalyst.database" .root }}
- { name: CATALYST_ENVIRONMENT_NAMESPACE, valueFrom: { fieldRef: { fieldPath: metadata.namespace } } }
{{ include "catalyst.metricsEnv" (dict "root" .root "port" .metricsPort) }}
{{- end }}

{{- define "catalyst.metricsEnv" -}}
- { name: CATALYST_METRICS_LISTEN, value: "0.0.0.0:{{ .port }}" }
- name: CATALYST_METRICS_TOKEN
  valueFrom: { secretKeyRef: { name: {{ .root.Values.metrics.existingSecret | default "catalyst-metrics" }}, key: token } }
{{- end }}
