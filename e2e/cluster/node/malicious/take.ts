import { expect } from "vitest";
import { NODE } from "../node-place.ts";
import { type Attack, CANARY, IDENTITY, program } from "./attack.ts";

/** As the gateway answers to one whose job was handed out, and to one that it doesn't know. */
const HANDED_OUT = 409;
const NOBODY = 401;
const isRefused = (status: string | undefined) => Number(status) >= 400 && Number(status) < 500;

/** Keys, tokens, what they open, and ways out. */
export const TAKING: Attack[] = [
  {
    what: "nothing that can be read inside holds the key",
    script: () => `
      (cat /proc/*/environ /proc/*/cmdline; env; cat /run/catalyst/*; find / /home/agent /workspace -xdev -type f -size -200k -newer /etc/passwd | head -2000 | xargs cat) 2>/dev/null | tr '\\0' '\\n' > /tmp/all
      echo found $(grep -c 'cana[r]y-0123' /tmp/all); echo looked at $(wc -c < /tmp/all) bytes`,
    holds: ({ output }) => {
      expect(output).toMatch(/looked at \d{4,} bytes/);
      expect(output).toContain("found 0");
      expect(output).not.toContain(CANARY);
    },
  },
  {
    what: "its token is cut from what is shown and stored",
    script: () =>
      program(`for (const form of ["utf8", "base64", "hex"]) console.log("form", Buffer.from(token).toString(form));
        console.log("reversed", [...token].reverse().join(""));`),
    holds: ({ output }) => {
      const token = [...(/reversed (\S+)/.exec(output)?.[1] ?? "")].reverse().join("");
      expect(token.length).toBeGreaterThan(40);
      for (const form of ["utf8", "base64", "hex"] as const) {
        expect(output).not.toContain(Buffer.from(token).toString(form));
      }
    },
  },
  {
    what: "its token opens no model that the task wasn't given, no other path, and nothing of the runner's",
    script: () =>
      program(`const paths = ["/llm/openai/v1/responses", "/metrics", "/git/../../etc/passwd", "/events", "/stage-end"];
        for (const path of paths) console.log("answer", path, await ask("POST", path));
        for (const path of ["/git/other.git/info/refs", "/stop", "/session", "/messages", "/setup-secrets"])
          console.log("answer", path, await ask("GET", path));`),
    holds: ({ output }) => {
      const statuses = [...output.matchAll(/answer \S+ (\S+)/g)].map(([, status]) => status);
      expect(statuses).toHaveLength(10);
      expect(statuses.every(isRefused), output).toBe(true);
    },
  },
  {
    what: "what shows who its pod is hands out no job a second time, and none of another stage",
    script: () =>
      program(`const identity = readFileSync("${IDENTITY}", "utf8");
        console.log("audience", JSON.parse(Buffer.from(identity.split(".")[1], "base64url")).aud);
        for (const stage of ["agent", "setup", "prepare", "verify"])
          console.log("job", stage, await ask("POST", "/job", { identity, stage, verdict: { failures: [] } }));`),
    holds: ({ output }) => {
      expect(output).toMatch(/audience .*catalyst-gateway\/agent/);
      const statuses = [...output.matchAll(/job \S+ (\S+)/g)].map(([, status]) => status);
      expect(statuses).toHaveLength(4);
      expect(statuses.every(isRefused), output).toBe(true);
    },
  },
  {
    what: "what its setup kept of who it was hands out nothing at the gateway's own door, neither its job again nor another's",
    files: { ".catalyst/config.yaml": `hooks:\n  setup: cp ${IDENTITY} "$HOME/of-setup"\n` },
    script: ({ gateway }) =>
      program(`import { request } from "node:https";
        const identity = readFileSync(process.env.HOME + "/of-setup", "utf8");
        console.log("audience", JSON.parse(Buffer.from(identity.split(".")[1], "base64url")).aud);
        const [host, port] = "${gateway}".split(":");
        const askDoor = (body) => new Promise((resolve) => {
          const options = { host, port, method: "POST", path: "/job", rejectUnauthorized: false };
          const asked = request(options, (response) => resolve(response.resume().statusCode));
          asked.once("error", ({ code }) => resolve(code)).end(JSON.stringify(body));
        });
        for (const stage of ["setup", "prepare", "agent"])
          console.log("job", stage, await askDoor({ identity, stage, verdict: { failures: [] } }));`),
    holds: ({ output }) => {
      expect(output).toMatch(/audience .*catalyst-gateway\/setup/);
      const statuses = [...output.matchAll(/job \S+ (\S+)/g)].map(([, status]) => status);
      expect(statuses, output).toEqual([String(HANDED_OUT), String(NOBODY), String(NOBODY)]);
    },
  },
  {
    what: "there is no way out but the gateway, to no address and by no name",
    script: ({ gateway, canary, apiServer }) =>
      program(`import { Resolver } from "node:dns/promises";
        const places = ["${canary}", "${apiServer}", "10.96.0.1:443", "10.96.0.10:53", "${NODE.address}:10250", "${NODE.address}:22"];
        const others = ["${NODE.metadataAddress}:80", "1.1.1.1:443", "192.0.2.1:80"];
        console.log("dial the gateway:", await dial("${gateway}"));
        for (const place of [...places, ...others]) console.log("dial", place, await dial(place));
        const resolver = new Resolver({ timeout: 500, tries: 1 });
        resolver.setServers(["10.96.0.10"]);
        console.log("name", await resolver.resolve4("kubernetes.default.svc").catch(({ code }) => code));`),
    holds: ({ output }) => {
      expect(output).toContain("dial the gateway: open");
      expect(output.match(/^dial \S+ (silent|E\w+)$/gm), output).toHaveLength(9);
      expect(output).toMatch(/^name E\w+$/m);
    },
  },
];
