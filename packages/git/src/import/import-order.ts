import { DiffStat, type ImportInput, PolicyFinding, ResultCommit } from "@catalyst/core";
import { z } from "zod";

/** What the process that reads what was pushed is told. */
export interface ImportOrder extends Omit<ImportInput, "executionId" | "repo" | "seconds" | "signal"> {
  quarantinePath: string;
  resultPath: string;
  /** For searching contents; what is not searched by then is a finding. */
  searchSeconds: number;
}

/** What it answers. */
export const ImportAnswer = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("imported"),
    headCommit: z.string().nullable(),
    commits: z.array(ResultCommit),
    diffStat: DiffStat,
    findings: z.array(PolicyFinding),
    runByCi: z.array(z.string()),
  }),
  z.object({ kind: z.literal("unimportable"), reason: z.string() }),
]);
export type ImportAnswer = z.infer<typeof ImportAnswer>;
