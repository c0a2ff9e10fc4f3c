import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";

const EVERY_MILLISECONDS = 10;
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plain</title><h1>Tasks</h1>
${"<p>A task that is done, and what came of it.</p>\n".repeat(30)}<pre id="log"></pre>
<script>
  const many = Number(new URLSearchParams(location.search).get("lines") ?? 0);
  if (many > 0) {
    const log = document.createElement("div");
    log.setAttribute("role", "log");
    log.style = "height: 90vh; overflow-y: auto; font: 12px/22px monospace";
    log.append(...Array.from({ length: many }, (_, line) => {
      const row = document.createElement("div");
      row.textContent = "line " + line;
      return row;
    }));
    document.body.replaceChildren(log);
    log.scrollTop = log.scrollHeight;
  }
  const rate = new URLSearchParams(location.search).get("rate");
  if (rate !== null) {
    new EventSource("/lines?rate=" + rate).onmessage = ({ data }) => {
      document.getElementById("log").append(data + "\\n");
    };
  }
</script></html>`;

interface PlainPage {
  url: string;
  stop(): Promise<void>;
}

/** The least that shows text, and lines as they come (`?rate=100`), or many at once to be scrolled (`?lines=2000`): what a browser and this machine take for that alone. */
export async function servePlainPage(): Promise<PlainPage> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://plain");
    if (pathname !== "/lines") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(PAGE);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream" });
    const left = once(response, "close");
    void writeLines((line) => response.write(`data: ${line}\n\n`), Number(searchParams.get("rate")), left);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function writeLines(write: (line: string) => void, perSecond: number, left: Promise<unknown>): Promise<void> {
  const from = performance.now();
  let isOver = false;
  void left.then(() => {
    isOver = true;
  });
  for (let written = 0; !isOver; await wait(EVERY_MILLISECONDS)) {
    for (; written < ((performance.now() - from) * perSecond) / 1000; written += 1) {
      write(`t${Date.now()}`);
    }
  }
}
