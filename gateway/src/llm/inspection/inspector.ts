import type { CredentialProvider } from "@catalyst/core";
import { Refusal } from "../../http/refusal.ts";
import { inPace } from "../../workers/pace.ts";
import { createWorkerPool } from "../../workers/worker-pool.ts";
import type { LlmRoute, Metered } from "../dialects/dialect.ts";
import type { InspectedRequest, RequestToInspect } from "./inspect-request.ts";
import { doInspection, type InspectionJob, type InspectionResult, placeOf } from "./job.ts";

/** One works for whoever asks much, the other for all else. */
const THREADS = 2;
/** What was weighed is read within half a second; a busy machine takes its time. */
const DEADLINE_SECONDS = 20;

/** What is read at once, in turns of some milliseconds for all: to hand it to a thread takes longer than reading it. */
const MAX_SHORT_BYTES = 32 * 1024;

/** Whose text it is, and which route it came by. */
interface Source {
  executionId: string;
  provider: CredentialProvider;
  route: LlmRoute;
}

/** Reads what clients and providers send, in threads of their own where it is long, the executions taking turns. */
export interface Inspector {
  /** The body becomes the thread's own. Throws a Refusal, and another error when it can't be read in time. */
  inspectRequest(source: Source, request: RequestToInspect): Promise<InspectedRequest>;
  /** null: the text isn't JSON, too much of it, or can't be read in time. */
  readAnswer(source: Source, json: string, metered: Metered): Promise<Metered | null>;
  close(): Promise<void>;
}

export function createInspector(): Inspector {
  const pool = createWorkerPool<InspectionJob, InspectionResult>({
    script: new URL("./inspection-thread.ts", import.meta.url),
    threads: THREADS,
    deadlineSeconds: DEADLINE_SECONDS,
  });
  return {
    async inspectRequest({ executionId, provider, route }, request) {
      const job: InspectionJob = { kind: "request", place: placeOf(provider, route), request };
      const result =
        request.body.length <= MAX_SHORT_BYTES
          ? await inPace(() => doInspection(job))
          : await pool.run({ owner: executionId, job, transfer: [request.body.buffer] });
      if (result.kind === "request") {
        return result.request;
      }
      throw result.kind === "refused" ? restore(result.refusal) : new Error("An answer where a request was asked for.");
    },
    async readAnswer({ executionId, provider, route }, json, metered) {
      const job: InspectionJob = { kind: "answer", place: placeOf(provider, route), json, metered };
      const result = await pool.run({ owner: executionId, job }).catch(() => null);
      return result?.kind === "answer" ? result.metered : null;
    },
    close: () => pool.close(),
  };
}

function restore({ kind, message, blockedAction }: (InspectionResult & { kind: "refused" })["refusal"]): Refusal {
  return new Refusal(kind, message, blockedAction === null ? {} : { blockedAction });
}
