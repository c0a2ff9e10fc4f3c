/** What a command reads of its environment, apart: all of the core costs each start more than Node itself. */
export { pickInstallVariables } from "../agent/install-variables.ts";
export { CLAUDE_TOKEN } from "../credential/subscription/claude-token.ts";
export type { EnvironmentLimits } from "../environment/limits/environment-limits.ts";
export { LimitVariables, limitsOf, placesOf } from "../environment/limits/limit-variables.ts";
export { type MailSettings, MailVariables, mailSettingsOf } from "../notification/mail/mail-variables.ts";
export { type MachineProcess, MetricsVariables, metricsListenOf } from "../process/metrics-variables.ts";
export { TraceVariables } from "../process/trace-variables.ts";
export { KEPT_KINDS, type Retention, RetentionVariables, retentionOf } from "../retention/retention.ts";
export { listPrivateHosts, PrivateHosts } from "../vcs/private-hosts.ts";
