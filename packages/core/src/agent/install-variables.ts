/** What npm and pip need behind a proxy or with a registry of one's own; not what leads pip's installation elsewhere. */
const NAMES =
  /^(npm_config_.*|https?_proxy|no_proxy|node_extra_ca_certs|ssl_cert_(file|dir)|pip_((extra_)?index_url|no_index|find_links|(client_)?cert|trusted_host|proxy|(default_)?timeout|retries|config_file))$/i;

/** The variables that say where agents are installed from, and how that is reached. */
export function pickInstallVariables(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => NAMES.test(entry[0]) && Boolean(entry[1]),
  );
  return Object.fromEntries(entries);
}
