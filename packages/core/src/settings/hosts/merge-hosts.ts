import type { Note } from "../../event/note.ts";
import type { SettingSource, SettingsInput } from "../settings-input.ts";
import { expandAllowedHosts, isCovered } from "./allowed-hosts.ts";

export interface MergedHosts {
  allowed: string[];
  source: SettingSource;
  notes: Note[];
}

/**
 * The hosts that environments may reach. An allowed host is a way out for whatever an agent reads, so the file only asks:
 * where the owner named hosts, it gets those of them that it names; where the owner named none, it gets what it asks for in
 * a repository on the owner's own machine, and nothing in one from elsewhere, whose file others may have written.
 */
export function mergeHosts({ project, file, vcs }: SettingsInput): MergedHosts {
  const granted = project.allowedHosts === undefined ? null : expandAllowedHosts(project.allowedHosts);
  const asked = file?.allowedHosts === undefined ? null : expandAllowedHosts(file.allowedHosts);
  if (asked === null) {
    return { allowed: granted ?? [], source: granted === null ? "default" : "project", notes: [] };
  }
  if (granted === null && vcs === "local") {
    return { allowed: asked, source: "file", notes: [] };
  }
  const allowed = asked.filter((host) => isCovered(granted ?? [], host));
  const refused = asked.filter((host) => !allowed.includes(host));
  return {
    allowed,
    source: granted === null ? "default" : "file",
    notes: refused.length === 0 ? [] : [explain(refused)],
  };
}

function explain(refused: string[]): Note {
  const text = `The repository's settings ask for ${refused.join(", ")}, which the project doesn't allow: these can't be reached.`;
  return { text, way: { kind: "allow_hosts", hosts: refused } };
}
