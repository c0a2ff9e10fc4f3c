import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { type MailServer, MailVariables, type Notice, plainLine } from "@catalyst/core/notification";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { deliverNext } from "../deliver.ts";
import { openOutbox, type TestOutbox } from "../testing/open-outbox.ts";
import { type Mailbox, startMailbox } from "../testing/start-mailbox.ts";
import { openMailer } from "./mailer.ts";

const FROM = { name: "Catalyst", address: "catalyst@example.com" };
const TOTAL_MILLISECONDS = 2000;

let at: TestOutbox;
let box: Mailbox;

beforeAll(async () => {
  at = await openOutbox();
});
afterAll(() => at?.close());
beforeEach(async () => {
  await at.db.pool.query("delete from outbox");
  await at.db.pool.query("delete from notification_destinations");
  box = await startMailbox();
});
afterEach(() => box.close());

const NOTICE: Notice = {
  kind: "done",
  isTest: false,
  at: "2026-01-01T00:00:00.000Z",
  task: {
    id: "019a0000-0000-7000-8000-000000000000",
    number: 7,
    title: "Fix the cart",
    project: "shop/web",
    repository: "cart",
  },
  change: { number: 3, position: 9, body: { type: "status", status: "completed", failureReason: null } },
};

const titled = (title: string): Notice => ({
  ...NOTICE,
  task: { ...(NOTICE.task as NonNullable<Notice["task"]>), title: plainLine(title) },
});

/** What delivers, to a server that was said as people say it. */
function depsFor(url = `smtp://127.0.0.1:${box.port}`): TestOutbox["deps"] {
  const server = MailVariables.parse({ CATALYST_SMTP_URL: url }).CATALYST_SMTP_URL as MailServer;
  const mailer = openMailer(server, TOTAL_MILLISECONDS);
  return {
    ...at.deps,
    mail: {
      ownerId: at.owner.userId,
      ownerAddress: "owner@example.com",
      from: FROM,
      mailer,
      unsubscribeUrl: () => null,
    },
  };
}

async function deliverAll(deps = depsFor()): Promise<void> {
  while (await deliverNext(deps)) {}
}

const addMail = () => at.add({ channel: "email", url: null });

/** The head's fields by their names in lower case, unfolded, and the body. */
function read(message: string): { fields: Map<string, string>; names: string[]; body: string } {
  const end = message.indexOf("\r\n\r\n");
  const lines = message
    .slice(0, end)
    .replaceAll(/\r\n[ \t]/g, " ")
    .split("\r\n");
  const fields = lines.map((line) => {
    const [, name = "", value = ""] = /^([^:]+): ?(.*)$/.exec(line) ?? [];
    return [name.toLowerCase(), value] as const;
  });
  return { fields: new Map(fields), names: fields.map(([name]) => name), body: message.slice(end + 4) };
}

test("a person is told by plain text at their own address, with a stable id, and how to get no more of it", async () => {
  const made = await addMail();
  const id = await at.write(made, NOTICE);
  await deliverAll();
  await deliverAll();
  expect(box.received).toHaveLength(1);
  const [{ from, to, message }] = box.received as [Mailbox["received"][number]];
  expect([made.secret, from, to]).toEqual([null, "catalyst@example.com", ["owner@example.com"]]);
  const { fields, body } = read(message);
  expect(Object.fromEntries(fields)).toMatchObject({
    from: "Catalyst <catalyst@example.com>",
    to: "owner@example.com",
    subject: "[Catalyst] Task #7 is done: Fix the cart",
    "message-id": `<${id}@example.com>`,
    date: "Thu, 01 Jan 2026 00:00:00 +0000",
    "list-unsubscribe": `(catalyst notifications remove ${made.destination.id})`,
    "auto-submitted": "auto-generated",
    "content-type": "text/plain; charset=utf-8",
  });
  expect(body).toContain("Project: shop/web, repository: cart");
  expect(body).toContain("See it: catalyst tasks show 7");
  expect(await at.find(made, id)).toMatchObject({ state: "delivered", attempts: 1, problem: null });
});

test.each([
  ["line ends", "Fix\r\nBcc: eve@example.com\r\n\r\n<script>", "Fix Bcc: eve@example.com <script>"],
  ["the end of a message", "Fix\r\n.\r\nMAIL FROM:<eve@example.com>", "Fix . MAIL FROM:<eve@example.com>"],
  ["an encoded word", "=?utf-8?B?QmNjOiBldmU=?=", null],
  ["signs that turn text around", "Fix \u202egnp.exe", "Fix gnp.exe"],
  ["a link", "https://evil.example/x www.evil.example", "https: //evil.example/x www .evil.example"],
  ["10,000 signs", "é".repeat(10_000), null],
  ["lone surrogates and zeros", "a\ud800b\u0000c", "abc"],
])("a title with %s is nothing but the words of its task", async (_what, title, words) => {
  const made = await addMail();
  await at.write(made, titled(title));
  await deliverAll();
  expect(box.received).toHaveLength(1);
  const [{ to, message }] = box.received as [Mailbox["received"][number]];
  const { fields, names } = read(message);
  expect(to).toEqual(["owner@example.com"]);
  expect(names.filter((name) => !EXPECTED.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
  expect(message.length).toBeLessThan(8000);
  expect(Math.max(...message.split("\r\n").map((line) => line.length))).toBeLessThan(999);
  if (words !== null) {
    expect(fields.get("subject")).toBe(`[Catalyst] Task #7 is done: ${words}`);
  }
});

const EXPECTED = [
  ...["from", "to", "subject", "message-id", "date", "list-unsubscribe", "auto-submitted"],
  ...["mime-version", "content-type", "content-transfer-encoding"],
];

test("who is killed before it sends, or after it sent and before it said so, leaves it to be sent again as the same message", async () => {
  const made = await addMail();
  const id = await at.write(made, NOTICE);
  const died = async () => {
    throw new Error("killed here");
  };
  const endLease = () =>
    at.db.pool.query("update outbox set leased_until = now() - interval '1 second' where leased_until is not null");
  const deps = depsFor();
  await expect(deliverNext({ ...deps, destinations: { findReceiver: died } })).rejects.toThrow("killed here");
  expect(box.received).toEqual([]);
  await endLease();
  await expect(deliverNext({ ...deps, outbox: { ...deps.outbox, settle: died } })).rejects.toThrow("killed here");
  expect(await deliverNext(deps)).toBe(false);
  await endLease();
  await deliverAll(deps);
  expect(box.received).toHaveLength(2);
  expect(new Set(box.received.map(({ message }) => message)).size).toBe(1);
  expect(box.received[0]?.message).toContain(`Message-ID: <${id}@example.com>`);
  expect(await at.find(made, id)).toMatchObject({ state: "delivered", attempts: 3 });
});

const refusal = (responseCode: number) => Object.assign(new Error("SECRET WORDS"), { responseCode });

test.each([
  [550, "dead"],
  [452, "waiting"],
] as const)("of a server that answers %i a message is %s, and none of its words is kept", async (code, state) => {
  const refuseTo = await startMailbox({ onRcptTo: (_address, _session, done) => done(refusal(code)) });
  const refuseData = await startMailbox({}, () => {
    throw refusal(code);
  });
  for (const { port, close } of [refuseTo, refuseData]) {
    const made = await addMail();
    const id = await at.write(made, NOTICE);
    await deliverAll(depsFor(`smtp://127.0.0.1:${port}`));
    expect(await at.find(made, id)).toMatchObject({ state, problem: `the mail server answered ${code}`, attempts: 1 });
    await close();
  }
});

test("user and password are said where they are set, and a server that takes neither is tried again", async () => {
  const said: string[] = [];
  const login = await startMailbox({
    authOptional: false,
    allowInsecureAuth: true,
    onAuth({ username = "", password = "" }, _session, done) {
      said.push(`${username} ${password}`);
      done(null, password === "p@ss:word" ? { user: username } : undefined);
    },
  });
  const made = await addMail();
  const id = await at.write(made, NOTICE);
  await deliverAll(depsFor(`smtp://me%40example.com:p%40ss%3Aword@127.0.0.1:${login.port}`));
  expect(said).toEqual(["me@example.com p@ss:word"]);
  expect(login.received).toMatchObject([{ user: "me@example.com" }]);
  const wrong = await at.write(made, NOTICE);
  await deliverAll(depsFor(`smtp://me:hunter2@127.0.0.1:${login.port}`));
  expect(await at.find(made, id)).toMatchObject({ state: "delivered" });
  expect(await at.find(made, wrong)).toMatchObject({
    state: "waiting",
    problem: "the mail server doesn't take the user and the password",
  });
  await login.close();
});

test("a server with a certificate that isn't trusted is told nothing, at once encrypted or not", async () => {
  const implicit = await startMailbox({ secure: true });
  const made = await addMail();
  for (const url of [`smtps://me:hunter2@127.0.0.1:${implicit.port}`, `smtps://127.0.0.1:${box.port}`]) {
    const id = await at.write(made, NOTICE);
    await deliverAll(depsFor(url));
    expect(await at.find(made, id)).toMatchObject({
      state: "waiting",
      problem: expect.stringContaining("the mail server"),
    });
  }
  expect([implicit.received, box.received]).toEqual([[], []]);
  await implicit.close();
});

test.each(["immediate", "demanded"] as const)(
  "a server whose certificate is trusted is told (%s), over an encrypted connection alone",
  async (tls) => {
    const { key, cert } = await makeCertificate();
    const before = getCACertificates("default");
    setDefaultCACertificates([...before, cert]);
    const secure = await startMailbox({ secure: tls === "immediate", key, cert });
    const made = await addMail();
    const id = await at.write(made, NOTICE);
    const server: MailServer = { host: "127.0.0.1", port: secure.port, tls, login: null };
    const deps = depsFor();
    await deliverAll({
      ...deps,
      mail: { ...deps.mail, mailer: openMailer(server, TOTAL_MILLISECONDS) } as typeof deps.mail,
    });
    setDefaultCACertificates(before);
    expect(await at.find(made, id)).toMatchObject({ state: "delivered", problem: null });
    expect(secure.received).toMatchObject([{ to: ["owner@example.com"], isEncrypted: true }]);
    await secure.close();
  },
);

/** For 127.0.0.1, signed by its own key. */
async function makeCertificate(): Promise<{ key: string; cert: string }> {
  const folder = await mkdtemp(join(tmpdir(), "catalyst-mail-"));
  const [keyFile, certFile] = [join(folder, "key"), join(folder, "cert")];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", keyFile];
  const name = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "1", "-out", certFile];
  execFileSync("openssl", ["req", "-x509", ...key, ...name], { stdio: "ignore" });
  const pair = { key: await readFile(keyFile, "utf8"), cert: await readFile(certFile, "utf8") };
  await rm(folder, { recursive: true });
  return pair;
}

test("a server elsewhere that offers no encryption is told nothing", async () => {
  const made = await addMail();
  const id = await at.write(made, NOTICE);
  const server: MailServer = { host: "127.0.0.1", port: box.port, tls: "demanded", login: null };
  const deps = depsFor();
  await deliverAll({
    ...deps,
    mail: { ...deps.mail, mailer: openMailer(server, TOTAL_MILLISECONDS) } as typeof deps.mail,
  });
  expect(await at.find(made, id)).toMatchObject({
    state: "waiting",
    problem: "the mail server offers no encryption that can be trusted",
  });
  expect(box.received).toEqual([]);
});

/** A server that does as a test says with each connection. */
async function listen(onConnection: (socket: Socket) => void): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  };
  return { port: (server.address() as AddressInfo).port, close };
}

test.each<[string, (socket: Socket) => void]>([
  ["says nothing", () => undefined],
  ["never ends its greeting", (socket) => void socket.write("220-hello\r\n")],
  ["answers with no end", (socket) => void socket.write(`220 ${"x".repeat(1024 * 1024)}`)],
  ["speaks no SMTP", (socket) => void socket.end("SECRET-BANNER\r\n")],
])("a server that %s is given up for now, and no word of it is kept", async (_what, onConnection) => {
  const server = await listen(onConnection);
  const made = await addMail();
  const id = await at.write(made, NOTICE);
  await deliverNext(depsFor(`smtp://127.0.0.1:${server.port}`));
  const { state, problem } = await at.find(made, id);
  expect([state, problem]).toEqual(["waiting", expect.stringMatching(/^the mail server [^:]*$/)]);
  expect(problem).not.toContain("SECRET");
  server.close();
});

test("mail reaches nobody whose address isn't known to be theirs, and none where it isn't set up", async () => {
  const { id: userId } = await at.keeping.accounts.ensureUser("max");
  const setAddress = (email: string, isVerified: boolean) =>
    at.db.pool.query("update users set email = $2, email_verified = $3 where id = $1", [userId, email, isVerified]);
  await setAddress("max@example.com", true);
  const made = await at.add({ actor: { kind: "person", userId }, channel: "email", url: null });
  const outcome = async (deps = depsFor()) => {
    const id = await at.write(made, NOTICE);
    await deliverAll(deps);
    return (await at.find(made, id)).state;
  };
  expect(await outcome()).toBe("delivered");
  await setAddress("stranger@example.com", false);
  expect(await outcome()).toBe("dead");
  await setAddress("max@example.com, eve@example.com", true);
  expect(await outcome()).toBe("dead");
  expect(box.received.map(({ to }) => to)).toEqual([["max@example.com"]]);
  expect(await outcome({ ...at.deps, mail: null })).toBe("waiting");
});
