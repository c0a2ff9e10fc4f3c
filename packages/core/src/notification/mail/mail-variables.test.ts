import { expect, test } from "vitest";
import { MailVariables } from "./mail-variables.ts";

const read = (CATALYST_SMTP_URL: string) => MailVariables.safeParse({ CATALYST_SMTP_URL });

test.each([
  ["smtps://mail.example.com", { host: "mail.example.com", port: 465, tls: "immediate", login: null }],
  ["smtp://mail.example.com", { host: "mail.example.com", port: 587, tls: "demanded", login: null }],
  ["smtp://mail.lan:25?tls=none", { host: "mail.lan", port: 25, tls: "none", login: null }],
  ["smtp://127.0.0.1:1025/", { host: "127.0.0.1", port: 1025, tls: "none", login: null }],
  ["smtp://[::1]:25", { host: "::1", port: 25, tls: "none", login: null }],
  ["smtp://localhost.example.com", { host: "localhost.example.com", port: 587, tls: "demanded", login: null }],
  ["smtps://me%40a.org:p%3Aw%2F@b.org", { tls: "immediate", login: { user: "me@a.org", password: "p:w/" } }],
])("%s is read", (url, server) => {
  expect(read(url).data?.CATALYST_SMTP_URL).toMatchObject(server);
});

test.each([
  "mail.example.com",
  "https://mail.example.com",
  "smtp://",
  "smtp://me:hunter2@mail.example.com/inbox",
  "smtp://me:hunter2@mail.example.com?tls=off",
  "smtps://me:hunter2@mail.example.com?tls=none",
  "smtp://me:hunter2%ZZ@mail.example.com",
  "smtp://me@mail.example.com",
  "smtp://me:hunter2@mail.example.com:99999",
])("%s is refused without telling what it holds", (url) => {
  const { success, error } = read(url);
  expect(success).toBe(false);
  expect(JSON.stringify(error?.issues)).not.toContain("hunter2");
});

test.each([
  ["Catalyst <no-reply@example.com>", { name: "Catalyst", address: "no-reply@example.com" }],
  ["no-reply@example.com", { name: "Catalyst", address: "no-reply@example.com" }],
  ["<no-reply@example.com>", null],
  ["a@example.com, b@example.com", null],
  ["A\r\nBcc: eve@example.com <a@example.com>", null],
  ["a@localhost", null],
  ["nobody", null],
])("mail from %j is from %j", (text, sender) => {
  expect(MailVariables.safeParse({ CATALYST_MAIL_FROM: text }).data?.CATALYST_MAIL_FROM ?? null).toEqual(sender);
});
