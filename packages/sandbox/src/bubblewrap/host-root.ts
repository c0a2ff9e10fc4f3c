import { existsSync, lstatSync, readlinkSync } from "node:fs";

/** One thing at the environment's root that comes from the machine: its programs and libraries, and nothing else. */
export interface RootEntry {
  kind: "folder" | "link";
  path: string;
  /** The link's target, or the machine's own path. */
  target: string;
}

const PROGRAM_FOLDERS = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];
/** Needed to find programs and libraries; they hold names only. */
const LINK_TABLES = ["/etc/alternatives", "/etc/ld.so.cache"];
const CERTIFICATE_BUNDLES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/cert.pem",
];
/** These tell of the machine as a whole, not of the environment. */
const HIDDEN = ["/proc/cmdline", "/proc/keys", "/proc/timer_list", "/proc/sched_debug", "/proc/latency_stats"];

/** What every environment on this machine sees of the machine itself, and what is covered for agents although the kernel would show it. */
export interface HostRoot {
  entries: RootEntry[];
  hidden: string[];
}

export function readHostRoot(): HostRoot {
  const programs = PROGRAM_FOLDERS.filter((path) => existsSync(path)).map(toEntry);
  const tables = LINK_TABLES.filter((path) => existsSync(path)).map((path) => folder(path, path));
  const bundle = CERTIFICATE_BUNDLES.find((path) => existsSync(path));
  const certificates = bundle === undefined ? [] : [folder("/etc/ssl/certs/ca-certificates.crt", bundle)];
  return { entries: [...programs, ...tables, ...certificates], hidden: HIDDEN.filter((path) => existsSync(path)) };
}

function toEntry(path: string): RootEntry {
  return lstatSync(path).isSymbolicLink() ? { kind: "link", path, target: readlinkSync(path) } : folder(path, path);
}

function folder(path: string, target: string): RootEntry {
  return { kind: "folder", path, target };
}
