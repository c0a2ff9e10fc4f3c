import { Agent, request as startRequest } from "node:http";

/** Asks for a path over so many connections at once, each as soon as it was answered. Returns how often within these seconds. */
export async function load(
  { socketPath, path }: { socketPath: string; path: string },
  { connections, seconds }: { connections: number; seconds: number },
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const end = performance.now() + seconds * 1000;
  let count = 0;
  const askOn = async () => {
    while (performance.now() < end) {
      await askOnce({ socketPath, path, agent });
      count += 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, askOn));
  agent.destroy();
  return count;
}

function askOnce(options: { socketPath: string; path: string; agent: Agent }): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = startRequest(options, (message) => {
      if (message.statusCode !== 200) {
        reject(new Error(`${options.path} was answered with ${message.statusCode}`));
      }
      message.once("end", resolve).resume();
    });
    asked.once("error", reject).end();
  });
}
