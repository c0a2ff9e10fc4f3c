import { expect, test } from "vitest";
import { isMailAddress, mailAddressOf } from "./mail-address.ts";

test.each(["ann@example.com", "ann+ci@sub.example.co.uk", "änn@exämple.com", "o'neill@example.com"])(
  "%s is one mailbox",
  (address) => {
    expect(isMailAddress(address)).toBe(true);
  },
);

test.each([
  "",
  "ann",
  "@example.com",
  "ann@",
  "ann@.example.com",
  "ann@example.com,eve@example.com",
  "ann@example.com;eve@example.com",
  "ann@example.com eve@example.com",
  "ann@example.com\r\nRCPT TO:<eve@example.com>",
  "Ann <ann@example.com>",
  '"a b"@example.com',
  "friends:ann@example.com",
  "ann@eve@example.com",
  "ann\u0000@example.com",
  "local@localhost.localdomain",
  "github-1@accounts.invalid",
  "root@localhost",
  `${"a".repeat(64)}@${"b".repeat(190)}`,
])("%j is none that something is sent to", (address) => {
  expect(isMailAddress(address)).toBe(false);
});

test("an address that its account alone says is nobody's", () => {
  expect(mailAddressOf({ email: "ann@example.com", emailVerified: true })).toBe("ann@example.com");
  expect(mailAddressOf({ email: "ann@example.com", emailVerified: false })).toBeNull();
});
