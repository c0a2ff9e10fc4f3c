import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The one opening in the tests' environment: what npm and pip need to reach their registries. Only the e2e tests get it, because
 * only they install agents; there it arrives as it would from a person's shell.
 */
const INSTALL_NAMES = [
  ...["npm_config_registry", "npm_config_userconfig", "npm_config_cafile", "npm_config_strict_ssl"],
  ...["npm_config_proxy", "npm_config_https_proxy", "npm_config_noproxy"],
  ...["pip_index_url", "pip_extra_index_url", "pip_no_index", "pip_find_links", "pip_cert", "pip_client_cert"],
  ...["pip_trusted_host", "pip_proxy", "pip_timeout", "pip_default_timeout", "pip_retries", "pip_config_file"],
  ...["http_proxy", "https_proxy", "no_proxy", "node_extra_ca_certs", "ssl_cert_file", "ssl_cert_dir"],
];

/** The tests' HOME is empty: the person's own settings of npm and pip, where there are any, are named. */
export function installEnv(): Record<string, string> {
  const given = Object.entries(process.env).filter(
    (entry): entry is [string, string] => INSTALL_NAMES.includes(entry[0].toLowerCase()) && Boolean(entry[1]),
  );
  const own = process.env.HOME ?? "/nonexistent";
  const pip = [".config/pip/pip.conf", ".pip/pip.conf"].map((name) => join(own, name)).find((path) => existsSync(path));
  return {
    npm_config_userconfig: join(own, ".npmrc"),
    ...(pip === undefined ? {} : { PIP_CONFIG_FILE: pip }),
    ...Object.fromEntries(given),
  };
}
