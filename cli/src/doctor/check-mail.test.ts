import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { MailVariables, mailSettingsOf } from "@catalyst/core/apart/variables";
import { expect, test } from "vitest";
import { checkMail } from "./check-mail.ts";

function settingsFor(port: number) {
  return mailSettingsOf(
    MailVariables.parse({
      CATALYST_SMTP_URL: `smtp://me:hunter2@127.0.0.1:${port}`,
      CATALYST_MAIL_FROM: "catalyst@example.com",
    }),
  );
}

async function examine(onConnection: (socket: Socket) => void) {
  const said: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data) => void said.push(data));
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const finding = await checkMail({ mail: settingsFor((server.address() as AddressInfo).port) });
  server.close();
  expect(JSON.stringify(finding)).not.toContain("hunter2");
  expect(said).toEqual([]);
  return finding;
}

test("mail that isn't set up is told, and is nothing to mend", async () => {
  expect(await checkMail({ mail: null })).toMatchObject({
    state: "ok",
    detail: expect.stringContaining("none is sent"),
  });
});

test("a server that takes mail is found, and told nothing", async () => {
  const found = await examine((socket) => void socket.write("220 mail.example.com ESMTP\r\n"));
  expect(found).toMatchObject({ state: "ok", detail: expect.stringContaining("from catalyst@example.com") });
});

test.each<[string, (socket: Socket) => void, string]>([
  ["speaks something else", (socket) => void socket.write("HTTP/1.1 400\r\n"), "is no server that takes mail"],
  ["breaks off", (socket) => void socket.destroy(), "can't be reached"],
])("a server that %s is told with the way out", async (_what, onConnection, words) => {
  const found = await examine(onConnection);
  expect(found).toMatchObject({ state: "limited", detail: expect.stringContaining(words) });
  expect(found.remedy).toContain("CATALYST_SMTP_URL");
});
