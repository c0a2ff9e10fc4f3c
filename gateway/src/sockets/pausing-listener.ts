import { rm } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";

/** A queue in the kernel that is taken in within milliseconds when it is full. */
const BACKLOG = 64;
const PAUSE_MILLISECONDS = 1000;

export interface PausingListener {
  /** Takes no connections for a moment: who connects is refused by the kernel, which costs this process nothing. */
  pause(): void;
  /** Takes no more connections; resolves when those that it took have ended. */
  close(): Promise<void>;
}

interface Listening {
  path: string;
  onConnection(socket: Socket): void;
  /** Listening again after a pause failed; it is tried again. */
  onError(error: unknown): void;
}

/** Listens on a Unix socket that anybody may use who sees it, in place of the one that is there. */
export async function startPausingListener(listening: Listening): Promise<PausingListener> {
  const ending = new Set<Promise<void>>();
  let isClosed = false;
  let server: Server | null = await listen(listening);

  const stop = () => {
    const stopped = server;
    server = null;
    if (stopped !== null) {
      const ended = new Promise<void>((resolve) => stopped.close(() => resolve()));
      ending.add(ended);
      void ended.then(() => ending.delete(ended));
    }
  };
  const resume = async () => {
    try {
      server = isClosed ? null : await listen(listening);
    } catch (error) {
      listening.onError(error);
      resumeLater();
    }
    if (isClosed) {
      stop();
    }
  };
  const resumeLater = () => void setTimeout(resume, PAUSE_MILLISECONDS).unref();
  return {
    pause() {
      if (server !== null) {
        stop();
        resumeLater();
      }
    },
    async close() {
      isClosed = true;
      stop();
      await Promise.all(ending);
    },
  };
}

async function listen({ path, onConnection }: Listening): Promise<Server> {
  await rm(path, { force: true });
  const server = createServer({ allowHalfOpen: true }, onConnection);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path, backlog: BACKLOG, readableAll: true, writableAll: true }, resolve);
  });
  // A lack of descriptors, for example, passes.
  server.on("error", () => undefined);
  return server;
}
