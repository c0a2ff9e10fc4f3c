import { readOne } from "@catalyst/kubernetes";
import { z } from "zod";
import type { ClusterTarget } from "./cluster-target.ts";

const SETTINGS = { resource: { group: "", version: "v1", plural: "configmaps" }, name: "catalyst-operator" };
const Kept = z.object({ data: z.object({ "operator.json": z.string() }) });
const Settings = z.object({
  images: z.object({ agents: z.record(z.string(), z.string().nullable()) }),
  classes: z.record(z.string(), z.unknown()),
  namespaces: z.object({ mode: z.enum(["project", "fixed", "environment"]) }).prefault({ mode: "project" }),
});
type Settings = z.infer<typeof Settings>;

/** What an installation's operator is told, as far as it is looked at; null: there is none, or it can't be read. */
export async function readSettings({ connection, namespace }: ClusterTarget): Promise<Settings | null> {
  const kept = Kept.safeParse(await readOne(connection, { ...SETTINGS, namespace }));
  return kept.success ? (Settings.safeParse(parseJson(kept.data.data["operator.json"])).data ?? null) : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
