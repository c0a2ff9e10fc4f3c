import { describe, expect, test } from "vitest";
import { seccompFilter } from "./seccomp-filter.ts";
import { type Architecture, systemCallsOf } from "./system-calls.ts";

const AUDIT_ARCHITECTURE = { x64: 0xc000003e, arm64: 0xc00000b7 };
const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;
const ENOMEM = 0x0005000c;
const EAFNOSUPPORT = 0x00050061;
const CLONE_NEWNS = 0x20000;
const CLONE_NEWCGROUP = 0x2000000;
const CLONE_NEWUTS = 0x4000000;
const CLONE_NEWIPC = 0x8000000;
const CLONE_NEWUSER = 0x10000000;
const CLONE_NEWPID = 0x20000000;
const CLONE_NEWNET = 0x40000000;

interface Call {
  architecture: Architecture;
  /** What the kernel says the call's architecture is, if not that of the filter. */
  foreign?: number;
  number: number;
  args?: number[];
  canNest?: boolean;
  /** The second argument, its lower and its upper half. */
  sizeOfSegment?: number[];
}

/** Runs the filter as the kernel would. */
function answerOf({ architecture, foreign, number, args = [], canNest = false, sizeOfSegment = [] }: Call): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(foreign ?? AUDIT_ARCHITECTURE[architecture], 4);
  args.forEach((value, index) => {
    data.writeUInt32LE(value >>> 0, 16 + 8 * index);
  });
  sizeOfSegment.forEach((half, index) => {
    data.writeUInt32LE(half, 24 + 4 * index);
  });
  const program = seccompFilter(architecture, { canNest });
  let accumulator = 0;
  for (let at = 0; ; at += 1) {
    const code = program.readUInt16LE(at * 8);
    const value = program.readUInt32LE(at * 8 + 4);
    const jump = (isTrue: boolean) => program.readUInt8(at * 8 + (isTrue ? 2 : 3));
    switch (code) {
      case 0x20:
        accumulator = data.readUInt32LE(value);
        break;
      case 0x15:
        at += jump(accumulator === value);
        break;
      case 0x35:
        at += jump(accumulator >= value);
        break;
      case 0x45:
        at += jump((accumulator & value) !== 0);
        break;
      case 0x06:
        return value;
      default:
        throw new Error(`Unknown instruction ${code}.`);
    }
  }
}

describe.each<Architecture>(["x64", "arm64"])("the system call filter for %s", (architecture) => {
  const { refused, missing, conditional } = systemCallsOf(architecture, { canNest: false });

  test("every listed call is refused or missing", () => {
    expect(refused.map((number) => answerOf({ architecture, number }))).toEqual(refused.map(() => EPERM));
    expect(missing.map((number) => answerOf({ architecture, number }))).toEqual(missing.map(() => ENOSYS));
  });

  test("what isn't listed is allowed, up to the newest known call", () => {
    const listed = new Set([...refused, ...missing, ...Object.values(conditional)]);
    const others = Array.from({ length: 463 }, (_, number) => number).filter((number) => !listed.has(number));
    expect(new Set(others.map((number) => answerOf({ architecture, number })))).toEqual(new Set([ALLOW]));
    expect(answerOf({ architecture, number: 463 })).toBe(ENOSYS);
  });

  test("a call of another architecture kills the process", () => {
    expect(answerOf({ architecture, foreign: 0x40000003, number: 1 })).toBe(KILL);
  });

  test.each([
    [1, 0, ALLOW],
    [2, 0, ALLOW],
    [10, 0, ALLOW],
    [16, 0, ALLOW],
    [16, 9, EAFNOSUPPORT],
    [17, 0, EAFNOSUPPORT],
    [38, 0, EAFNOSUPPORT],
    [40, 0, EAFNOSUPPORT],
  ])("a socket of family %i and protocol %i is answered as listed", (family, protocol, expected) => {
    expect(answerOf({ architecture, number: conditional.socket, args: [family, 1, protocol] })).toBe(expected);
  });

  test("threads and processes start, namespaces don't", () => {
    const withFlags = (number: number, flags: number) => answerOf({ architecture, number, args: [flags] });
    expect(withFlags(conditional.clone, 0x003d0f00)).toBe(ALLOW);
    expect(withFlags(conditional.clone, 17)).toBe(ALLOW);
    expect(withFlags(conditional.clone, CLONE_NEWUSER | 17)).toBe(EPERM);
    expect(withFlags(conditional.unshare, 0x400)).toBe(ALLOW);
    expect(withFlags(conditional.unshare, CLONE_NEWUSER)).toBe(EPERM);
    expect(withFlags(conditional.unshare, 0x80)).toBe(EPERM);
  });

  test("the runner may do what makes a box, and nothing else of it", () => {
    const runners = systemCallsOf(architecture, { canNest: true });
    const nesting = refused.filter((number) => !runners.refused.includes(number));
    expect(nesting).toHaveLength(3);
    expect(nesting.map((number) => answerOf({ architecture, number, canNest: true }))).toEqual(
      nesting.map(() => ALLOW),
    );
    const withFlags = (number: number, flags: number) =>
      answerOf({ architecture, number, args: [flags], canNest: true });
    expect(withFlags(conditional.clone, CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | 17)).toBe(ALLOW);
    expect(withFlags(conditional.unshare, CLONE_NEWUSER)).toBe(ALLOW);
    for (const flag of [CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP]) {
      expect(withFlags(conditional.clone, CLONE_NEWUSER | flag)).toBe(EPERM);
    }
    expect(withFlags(conditional.unshare, 0x80)).toBe(EPERM);
  });

  test("memory that is in no process and no folder of the environment can't be had", () => {
    const calls = architecture === "x64" ? [319, 447] : [279, 447];
    for (const canNest of [false, true]) {
      expect(calls.map((number) => answerOf({ architecture, number, canNest }))).toEqual([ENOSYS, ENOSYS]);
    }
    const segment = (...size: number[]) => answerOf({ architecture, number: conditional.shmget, sizeOfSegment: size });
    expect([segment(56, 0), segment(65_536, 0)]).toEqual([ALLOW, ALLOW]);
    expect([segment(65_537, 0), segment(2 ** 31, 0), segment(0, 1)]).toEqual([ENOMEM, ENOMEM, ENOMEM]);
  });

  test("nothing can be typed into a terminal", () => {
    const withRequest = (request: number) => answerOf({ architecture, number: conditional.ioctl, args: [0, request] });
    expect([0x5412, 0x541c, 0x5401].map(withRequest)).toEqual([EPERM, EPERM, ALLOW]);
  });
});

test("calls of the x32 ABI kill the process", () => {
  expect(answerOf({ architecture: "x64", number: 0x40000000 + 39 })).toBe(KILL);
});
