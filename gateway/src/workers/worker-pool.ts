import { Worker } from "node:worker_threads";
import { createFairQueue } from "./fair-queue.ts";

/** Threads that do one job at a time, apart from the thread that answers requests. */
export interface WorkerPool<Job, Result> {
  /**
   * Jobs of one owner are done one after the other, and owners take turns. Buffers in `transfer` are the job's from then
   * on. Rejects when the job takes longer than its deadline or its thread dies.
   */
  run(request: JobRequest<Job>): Promise<Result>;
  close(): Promise<void>;
}

interface JobRequest<Job> {
  owner: string;
  job: Job;
  transfer?: ArrayBuffer[];
}

export interface PoolOptions {
  /** The module that the threads run: it answers each message with one. */
  script: URL;
  threads: number;
  deadlineSeconds: number;
}

interface Waiting<Job, Result> extends JobRequest<Job> {
  resolve(result: Result): void;
  reject(error: Error): void;
}

/** Threads are started when they are first needed, and anew after one died. */
export function createWorkerPool<Job, Result>(options: PoolOptions): WorkerPool<Job, Result> {
  const queue = createFairQueue<Waiting<Job, Result>>();
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  let isClosed = false;
  const next = (): void => {
    const taken = idle.length > 0 || all.size < options.threads || isClosed ? queue.take() : undefined;
    if (taken === undefined) {
      return;
    }
    const { owner, item } = taken;
    if (isClosed) {
      item.reject(new Error("The gateway stops."));
      queue.release(owner);
      next();
      return;
    }
    const worker = idle.pop() ?? startWorker(options, all);
    const goOn = () => {
      queue.release(owner);
      next();
    };
    doJob<Job, Result>(worker, item, options.deadlineSeconds).then(
      (result) => {
        idle.push(worker);
        item.resolve(result);
        goOn();
      },
      (error: Error) => {
        all.delete(worker);
        void worker.terminate();
        item.reject(error);
        goOn();
      },
    );
    next();
  };
  return {
    run: (request) =>
      new Promise((resolve, reject) => {
        queue.add(request.owner, { ...request, resolve, reject });
        next();
      }),
    async close() {
      isClosed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

function startWorker({ script }: PoolOptions, all: Set<Worker>): Worker {
  // The process may have secrets in its environment, and options of its own: a thread that reads needs neither.
  const worker = new Worker(script, { env: {}, execArgv: [] });
  worker.unref();
  // Its errors are those of its job.
  worker.on("error", () => undefined);
  all.add(worker);
  return worker;
}

function doJob<Job, Result>(worker: Worker, { job, transfer }: JobRequest<Job>, deadlineSeconds: number) {
  return new Promise<Result>((resolve, reject) => {
    const end = (settle: () => void) => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      settle();
    };
    const onMessage = (result: Result) => end(() => resolve(result));
    const onError = (error: Error) => end(() => reject(error));
    const onExit = () => end(() => reject(new Error("The thread ended.")));
    const onLate = () => end(() => reject(new Error(`The job took longer than ${deadlineSeconds} seconds.`)));
    const timer = setTimeout(onLate, deadlineSeconds * 1000);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.postMessage(job, transfer ?? []);
  });
}
