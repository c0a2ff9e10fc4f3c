/** A script that goes on until it is ended, with what it needs to reach the gateway and the agent's token. */
export function node(script: string): string {
  return `exec node -e '
    const net = require("net"), http = require("http");
    const target = { host: "127.0.0.1", port: 8787 };
    setInterval(() => console.log("at work"), 1000);
    const token = Buffer.from(process.env.GIT_CONFIG_VALUE_0.split("Basic ")[1], "base64").toString().split(":")[1];
    ${script}'`;
}

/** What one environment may do to others, each until it is ended; it tells that it is at work. */
export const ATTACKS: [string, string][] = [
  [
    "idle connections",
    node(`const open = new Set();
      setInterval(() => { for (let i = 0; i < 100 && open.size < 2000; i++) { const s = net.connect(target); open.add(s); s.on("error", () => {}); s.on("close", () => open.delete(s)); } }, 20);`),
  ],
  [
    "connections that are made and left",
    node(`const one = () => { const s = net.connect(target, () => s.destroy()); s.on("error", () => {}); s.on("close", () => setImmediate(one)); };
      for (let i = 0; i < 64; i++) one();`),
  ],
  [
    "requests in heaps",
    node(`const heap = Buffer.from("GET /health HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n".repeat(20000));
      const one = () => { const s = net.connect(target, () => s.write(heap)); s.on("error", () => {}); s.on("close", () => setTimeout(one, 1)); s.resume(); };
      for (let i = 0; i < 32; i++) one();`),
  ],
  [
    "requests with a token",
    node(`const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
      const one = () => { const r = http.request({ ...target, path: "/llm/openai/v1/models", agent, headers: { authorization: "Bearer " + token } }, (s) => s.resume().on("end", one)); r.on("error", () => setTimeout(one, 1)); r.end(); };
      for (let i = 0; i < 64; i++) one();`),
  ],
  [
    "wishes for connections to hosts",
    node(`const one = () => { const s = net.connect(target, () => s.write("CONNECT example.com:443 HTTP/1.1\\r\\nHost: x\\r\\nProxy-Authorization: Bearer " + token + "\\r\\n\\r\\n")); s.on("error", () => {}); s.on("close", () => setImmediate(one)); s.resume(); };
      for (let i = 0; i < 128; i++) one();`),
  ],
  [
    "ten thousand lines a second",
    node(`setInterval(() => { for (let i = 0; i < 100; i++) console.log("x".repeat(60)); }, 10);`),
  ],
  ["a million lines a second", "echo at work; exec yes 0123456789"],
  ["a line without an end", "echo at work; exec tr '\\0' x < /dev/zero"],
  [
    "escapes that are cut into bytes",
    node(`const bytes = Buffer.from("\\u001b[2J\\u001b]0;mine\\u0007\\u001b[31m\\r\\n".repeat(50));
      const one = () => { for (const byte of bytes) process.stdout.write(Buffer.from([byte])); setTimeout(one, 5); }; one();`),
  ],
  [
    "a bomb of processes",
    node(`const { spawn } = require("child_process");
      setInterval(() => { for (let i = 0; i < 50; i++) spawn("sleep", ["600"]).on("error", () => {}); }, 50);`),
  ],
  [
    "a folder that is filled with files and emptied",
    node(`const fs = require("fs"); fs.mkdirSync("full");
      const one = () => { try { for (let i = 0; i < 2000; i++) fs.writeFileSync("full/" + i, ""); } catch {} fs.rmSync("full", { recursive: true }); fs.mkdirSync("full"); setTimeout(one, 1); }; one();`),
  ],
  [
    "pushes that come byte by byte",
    node(`const line = (text) => (text.length + 4).toString(16).padStart(4, "0") + text;
      const zero = "0".repeat(40), all = Buffer.from(Array.from({ length: 700 }, (_, i) => line(zero + " " + zero + " r" + i)).join("") + "0000");
      const chunks = Buffer.concat([...all].map((byte) => Buffer.concat([Buffer.from("1\\r\\n"), Buffer.from([byte]), Buffer.from("\\r\\n")])));
      const head = "POST /git/repository.git/git-receive-pack HTTP/1.1\\r\\nHost: x\\r\\nAuthorization: Bearer " + token + "\\r\\nContent-Type: application/x-git-receive-pack-request\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n";
      const one = () => { const s = net.connect(target, () => { s.write(head); s.write(chunks); s.end("0\\r\\n\\r\\n"); }); s.on("error", () => {}); s.on("close", () => setTimeout(one, 1)); s.resume(); };
      for (let i = 0; i < 4; i++) one();`),
  ],
  ["busy loops", "echo at work; for i in 1 2 3 4 5 6 7 8; do (while :; do :; done) & done; wait"],
];
