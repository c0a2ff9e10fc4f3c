import { DiffStat, PolicyFinding, ResultCommit, ResultPolicy } from "@catalyst/core";
import { z } from "zod";

/** What the process that reads what was pushed is told. */
export const ImportOrder = z.object({
  quarantinePath: z.string(),
  resultPath: z.string(),
  baseBranch: z.string(),
  baseCommit: z.string(),
  startCommit: z.string(),
  checkedFrom: z.string(),
  branch: z.string(),
  authorName: z.string(),
  policy: ResultPolicy,
  /** For searching contents; what is not searched by then is a finding. */
  searchSeconds: z.number(),
});
export type ImportOrder = z.infer<typeof ImportOrder>;

/** What it answers. */
export const ImportAnswer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("imported"),
    headCommit: z.string().nullable(),
    commits: z.array(ResultCommit),
    diffStat: DiffStat,
    findings: z.array(PolicyFinding),
  }),
  z.object({ kind: z.literal("unimportable"), reason: z.string() }),
]);
export type ImportAnswer = z.infer<typeof ImportAnswer>;
