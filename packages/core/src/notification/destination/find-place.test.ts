import { expect, test } from "vitest";
import { findPlace, type MailReach } from "./find-place.ts";

const NOBODY: MailReach = { ownerId: "owner", ownerAddress: null };

function byMail(mail: MailReach | null, { userId = "ann", mailAddress = null as string | null } = {}) {
  const deps = { mail, destinations: { findMailAddress: async () => mailAddress } };
  return findPlace({ channel: "email", url: null, userId, attempt: "Trying" }, deps);
}

test("by e-mail it leads to the person's own address, which isn't kept with it", async () => {
  expect(await byMail(NOBODY, { mailAddress: "ann@example.com" })).toEqual({ url: null, origin: null });
  expect(await byMail({ ...NOBODY, ownerAddress: "me@example.com" }, { userId: "owner" })).toEqual({
    url: null,
    origin: null,
  });
});

test("where no mail is sent, or no address of the machine's owner is said, it is said what to set up", async () => {
  const refusal = { code: "conflict", way: { kind: "set_up_mail" } };
  await expect(byMail(null, { mailAddress: "ann@example.com" })).rejects.toMatchObject(refusal);
  await expect(byMail(NOBODY, { userId: "owner" })).rejects.toMatchObject(refusal);
});

test("whoever's address may be somebody else's gets no mail, also not the owner's", async () => {
  const refusal = { code: "conflict", message: expect.stringContaining("GitHub") };
  await expect(byMail({ ...NOBODY, ownerAddress: "me@example.com" })).rejects.toMatchObject(refusal);
});

test.each(["https://example.com/hook", "stranger@example.com"])("mail to %s is refused", async (url) => {
  const deps = { mail: NOBODY, destinations: { findMailAddress: async () => "ann@example.com" } };
  const asked = { channel: "email", url, userId: "ann", attempt: "Trying" } as const;
  await expect(findPlace(asked, deps)).rejects.toMatchObject({ code: "invalid_input" });
});
