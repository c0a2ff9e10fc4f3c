import { EventEmitter } from "node:events";
import type { Server, Socket } from "node:net";
import { expect, test } from "vitest";
import { limitConnections } from "./limit-connections.ts";

/** Opens a connection from each address; returns from which ones it was ended. */
function connectFrom(addresses: readonly string[], isExempt: (address: string) => boolean = () => false): string[] {
  const server = new EventEmitter() as Server;
  limitConnections(server, { maxOfOne: 1, isExempt });
  const ended: string[] = [];
  for (const remoteAddress of addresses) {
    const socket = Object.assign(new EventEmitter(), { remoteAddress, destroy: () => ended.push(remoteAddress) });
    server.emit("connection", socket as unknown as Socket);
  }
  return ended;
}

test("all of one network of IPv6 is one client, however its addresses are written", () => {
  const others = ["2001:db8:0:0:a:b:c:d", "2001:db8::ffff:1", "2001:DB8::2"];
  expect(connectFrom(["2001:db8::a:b:c:d", ...others])).toEqual(others);
  expect(connectFrom(["2001:db8::1", "2001:db8:0:1::1", "2001:db9::1"])).toEqual([]);
});

test("an address of IPv4 is one client, mapped or not", () => {
  expect(connectFrom(["::ffff:192.0.2.1", "192.0.2.1", "::ffff:192.0.2.2"])).toEqual(["192.0.2.1"]);
});

test("this machine, and who stands for many, aren't counted", () => {
  expect(connectFrom(["127.0.0.1", "::ffff:127.0.0.1", "::1", "::1"])).toEqual([]);
  expect(connectFrom(["10.0.0.1", "10.0.0.1"], (address) => address === "10.0.0.1")).toEqual([]);
});
