import { parentPort } from "node:worker_threads";
import { doInspection, type InspectionJob } from "./job.ts";

/** The module of the threads: answers each job with its result. */
parentPort?.on("message", (job: InspectionJob) => {
  const result = doInspection(job);
  const transfer = result.kind === "request" && result.request.body !== null ? [result.request.body.buffer] : [];
  parentPort?.postMessage(result, transfer);
});
