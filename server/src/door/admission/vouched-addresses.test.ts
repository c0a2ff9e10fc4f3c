import { expect, test } from "vitest";
import { createVouchedAddresses } from "./vouched-addresses.ts";

test("an address that was told here is known again, and no other: changed, of another server, or made up", () => {
  const [ours, other] = [createVouchedAddresses(), createVouchedAddresses()];
  for (const address of ["192.0.2.7", "2001:db8::1"]) {
    expect(ours.read(ours.vouch(address))).toBe(address);
    expect(other.read(ours.vouch(address))).toBeNull();
  }
  const told = ours.vouch("192.0.2.7");
  for (const said of [
    undefined,
    "",
    "192.0.2.7",
    told.replace("192.0.2.7", "192.0.2.8"),
    `${told} `,
    told.slice(0, -1),
  ]) {
    expect(ours.read(said)).toBeNull();
  }
  expect(ours.read(ours.vouch("not an address"))).toBeNull();
});
