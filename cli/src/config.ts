import { CatalystError } from "@catalyst/core/apart";
import {
  CLAUDE_TOKEN,
  type EnvironmentLimits,
  LimitVariables,
  limitsOf,
  listPrivateHosts,
  type MailSettings,
  MailVariables,
  mailSettingsOf,
  PrivateHosts,
  pickInstallVariables,
  placesOf,
  type Retention,
  RetentionVariables,
  retentionOf,
  TraceVariables,
} from "@catalyst/core/apart/variables";
import { machineSize } from "@catalyst/machine/apart";
import { z } from "zod";
import { findHome } from "./home/find-home.ts";

const AbsolutePath = z.string().startsWith("/", "must be an absolute path");
const IdleSeconds = z
  .string()
  .regex(/^\d{1,5}$/, "must be a whole number of seconds")
  .optional();
const DEFAULT_IDLE_SECONDS = "600";
const HttpUrl = z.url({ protocol: /^https?$/, error: "must be an http or https URL" });

const Settings = z.object({
  CATALYST_HOME: AbsolutePath.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: "must be a postgres:// URL" }).optional(),
  CATALYST_GATEWAY_KEY_FILE: AbsolutePath.optional(),
  CATALYST_MASTER_KEY_FILE: z
    .undefined(
      "isn't a setting: credentials are sealed to the gateway's own key, and no other process has what opens them; where that is given to the gateway in a file, name it in CATALYST_GATEWAY_KEY_FILE",
    )
    .optional(),
  CATALYST_PRIVATE_HOSTS: PrivateHosts,
  CATALYST_PRIVATE_AUTHORITIES: AbsolutePath.optional(),
  CATALYST_IDLE_SECONDS: IdleSeconds,
  ...LimitVariables.shape,
  ...RetentionVariables.shape,
  ...MailVariables.shape,
  CATALYST_METRICS_LISTEN: z.string().optional(),
  CATALYST_WEB: z.enum(["on", "off"], "must be on or off").optional(),
  CATALYST_METRICS_TOKEN: z.string().optional(),
  ANTHROPIC_API_KEY: z.string().optional(),
  ANTHROPIC_BASE_URL: HttpUrl.optional(),
  CLAUDE_CODE_OAUTH_TOKEN: z
    .string()
    .trim()
    .regex(CLAUDE_TOKEN, "must be what `claude setup-token` prints (sk-ant-oat01-...)")
    .optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: HttpUrl.optional(),
  GEMINI_API_KEY: z.string().optional(),
  GOOGLE_GEMINI_BASE_URL: HttpUrl.optional(),
  OPENROUTER_API_KEY: z.string().optional(),
  OLLAMA_HOST: z.string().optional(),
  VISUAL: z.string().optional(),
  EDITOR: z.string().optional(),
});
type Settings = z.infer<typeof Settings>;

/** What every child gets that needs to find programs and the user's files; nothing else of the environment. */
const BASE_NAMES = ["PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"];
/** What `up` and its services are to know beside limits and retention. */
const OWN_NAMES = [
  "CATALYST_PRIVATE_HOSTS",
  "CATALYST_PRIVATE_AUTHORITIES",
  "CATALYST_IDLE_SECONDS",
  "CATALYST_METRICS_TOKEN",
];
/** What the server alone is to know, and judges: how it is reached, and how people sign in. */
const SERVER_NAMES =
  /^CATALYST_(SECRET|GITHUB_\w+|LISTEN|PUBLIC_URL|TLS_CERT_FILE|TLS_KEY_FILE|TRUSTED_PROXIES|WEB_URL)$/;
/** How people are told: what the worker gets, with the password of mail, and what the server is told of mail. */
const TELLING_NAMES = /^CATALYST_(SMTP_URL|MAIL_FROM|OWNER_EMAIL|PUBLIC_URL)$/;
const MAIL_REACH_NAMES = /^CATALYST_(MAIL_FROM|OWNER_EMAIL)$/;
/** The launcher's place for what Node compiled. */
const CACHE_NAME = "NODE_COMPILE_CACHE";
const PROVIDER_NAMES = /^(ANTHROPIC|CLAUDE_CODE|OPENAI|GEMINI|GOOGLE_GEMINI|OPENROUTER|OLLAMA)_/;

type Environment = Record<string, string>;

export interface CliConfig {
  home: string;
  databaseUrl: string | null;
  /** Given to the gateway, which alone reads it. */
  gatewayKeyFile: string | null;
  /** Hosts of the owner's own network whose repositories may be read. */
  privateHosts: readonly string[];
  /** What environments on this machine get. */
  limits: EnvironmentLimits;
  /** How many executions run at once. */
  places: number;
  isPlacesSaid: boolean;
  /** How long things are kept. */
  retention: Retention;
  /** How long an `up` in the background stays after the last request when nothing is unfinished. */
  idleSeconds: number;
  /** Where the processes tell their metrics, the first of them; null: nowhere. */
  metricsListen: string | null;
  /** Whether `up` builds and starts the web app. */
  isWebWanted: boolean;
  /** The user's editor, with its arguments. */
  editor: string | null;
  /** The providers' usual variables, those that are set. */
  providerVariables: Environment;
  /** The whole environment of worker, gateway and a detached `up`. */
  processEnv: Environment;
  /** What the server gets beside that. */
  serverEnv: Environment;
  /** How people are told by e-mail; null: they aren't. */
  mail: MailSettings | null;
  /** What the worker gets beside that: how people are told. */
  tellingEnv: Environment;
  /** The whole environment of what installs agents. */
  installEnv: Environment;
}

/** Throws `invalid_configuration` naming every wrong setting at once. An empty variable counts as unset. */
export function readConfig(env: NodeJS.ProcessEnv): CliConfig {
  const set = Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1])));
  const parsed = Settings.safeParse(set);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    throw new CatalystError(
      "invalid_configuration",
      `Reading the settings failed: ${[...new Set(problems)].join("; ")}. Mend or unset these variables.`,
    );
  }
  const { CATALYST_SMTP_URL: server, CATALYST_MAIL_FROM: from } = parsed.data;
  if ((server === undefined) !== (from === undefined)) {
    const missing = server === undefined ? "CATALYST_SMTP_URL" : "CATALYST_MAIL_FROM";
    throw new CatalystError(
      "invalid_configuration",
      `Reading the settings failed: for e-mail ${missing} is missing. Set both, or neither.`,
    );
  }
  const home = findHome(set);
  if (home === null) {
    throw new CatalystError(
      "invalid_configuration",
      "Reading the settings failed: this account has no folder of its own. Set CATALYST_HOME to a folder that it may write.",
    );
  }
  const base = pick(set, (name) => BASE_NAMES.includes(name));
  return {
    home,
    databaseUrl: parsed.data.DATABASE_URL ?? null,
    gatewayKeyFile: parsed.data.CATALYST_GATEWAY_KEY_FILE ?? null,
    privateHosts: listPrivateHosts(parsed.data.CATALYST_PRIVATE_HOSTS),
    limits: limitsOf(parsed.data),
    places: placesOf(parsed.data, machineSize()),
    retention: retentionOf(parsed.data),
    isPlacesSaid: parsed.data.CATALYST_MAX_EXECUTIONS !== undefined,
    idleSeconds: Number(parsed.data.CATALYST_IDLE_SECONDS ?? DEFAULT_IDLE_SECONDS),
    metricsListen: parsed.data.CATALYST_METRICS_LISTEN ?? null,
    isWebWanted: parsed.data.CATALYST_WEB !== "off" && set.CATALYST_WEB_URL === undefined,
    editor: parsed.data.VISUAL ?? parsed.data.EDITOR ?? null,
    providerVariables: pick(parsed.data, (name) => PROVIDER_NAMES.test(name)),
    processEnv: {
      ...base,
      ...pick(set, (name) => name === CACHE_NAME || name in TraceVariables.shape),
      ...pick(parsed.data, isOfProcesses),
      ...namePlaces(parsed.data, home),
    },
    serverEnv: pick(set, (name) => SERVER_NAMES.test(name) || MAIL_REACH_NAMES.test(name)),
    mail: mailSettingsOf(parsed.data),
    tellingEnv: pick(set, (name) => TELLING_NAMES.test(name)),
    installEnv: { ...base, ...pickInstallVariables(set) },
  };
}

/** What worker and gateway are to know of the user's settings. */
function isOfProcesses(name: string): boolean {
  return name in LimitVariables.shape || name in RetentionVariables.shape || OWN_NAMES.includes(name);
}

function pick(values: Settings | Environment, wanted: (name: string) => boolean): Environment {
  const entries = Object.entries(values).filter(
    (entry): entry is [string, string] => wanted(entry[0]) && entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

function namePlaces({ DATABASE_URL, CATALYST_GATEWAY_KEY_FILE }: Settings, home: string): Environment {
  return {
    CATALYST_HOME: home,
    ...(DATABASE_URL === undefined ? {} : { DATABASE_URL }),
    ...(CATALYST_GATEWAY_KEY_FILE === undefined ? {} : { CATALYST_GATEWAY_KEY_FILE }),
  };
}
