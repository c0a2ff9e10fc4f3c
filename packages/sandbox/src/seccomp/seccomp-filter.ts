import { type Architecture, NEWEST_KNOWN_SYSTEM_CALL, systemCallsOf } from "./system-calls.ts";

/** Instruction codes of classic BPF, as the kernel's linux/bpf_common.h has them. */
const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const ERRNO = 0x00050000;
const EPERM = ERRNO | 1;
const ENOMEM = ERRNO | 12;
const ENOSYS = ERRNO | 38;
const EAFNOSUPPORT = ERRNO | 97;

const ARCHITECTURE: Record<Architecture, number> = { x64: 0xc000003e, arm64: 0xc00000b7 };
const X32_BIT = 0x40000000;
const NUMBER_OFFSET = 0;
const ARCHITECTURE_OFFSET = 4;

/** CLONE_NEW{TIME,NS,CGROUP,UTS,IPC,USER,PID,NET}. */
const NAMESPACES = 0x7e020080;
/** CLONE_NEW{NS,USER,PID}: what bubblewrap needs to make a box. */
const BOX_NAMESPACES = 0x30020000;
/** In clone the lowest byte is the signal at exit, where CLONE_NEWTIME can't be given. */
const SIGNAL_AT_EXIT = 0xff;
/** Put characters into a terminal's input, as if its user had typed them. */
const TERMINAL_INJECTIONS = [0x5412, 0x541c];
const FAMILIES = { unix: 1, inet: 2, netlink: 16, inet6: 10 };
const NETLINK_ROUTE = 0;
/** Linux, without and with a randomized address space or a short `uname` release; and the question for the present one. */
const PERSONALITIES = [0x0, 0x8, 0x20000, 0x20008, 0xffffffff];

/**
 * A segment stays without a process that has it, where nothing measures it. There are 4096 at most. PostgreSQL needs 56 bytes
 * in one.
 */
const MAX_SEGMENT_BYTES = 65_536;

interface Instruction {
  code: number;
  value: number;
  ifTrue?: number;
  ifFalse?: number;
}

/**
 * A system call filter as the bytes of an array of `struct sock_filter`: of a box, or of the runner, which can make boxes.
 * It allows what it doesn't list, because agents run arbitrary programs; the list takes away the kernel's
 * surfaces that widen an escape. Calls of a foreign ABI kill the process.
 */
export function seccompFilter(architecture: Architecture, { canNest }: { canNest: boolean }): Buffer {
  const { refused, missing, conditional } = systemCallsOf(architecture, { canNest });
  const namespaces = canNest ? NAMESPACES & ~BOX_NAMESPACES : NAMESPACES;
  return encode([
    load(ARCHITECTURE_OFFSET),
    { code: JUMP_IF_EQUAL, value: ARCHITECTURE[architecture], ifTrue: 1, ifFalse: 0 },
    answer(KILL_PROCESS),
    load(NUMBER_OFFSET),
    ...(architecture === "x64" ? atLeast(X32_BIT, KILL_PROCESS) : []),
    ...atLeast(NEWEST_KNOWN_SYSTEM_CALL + 1, ENOSYS),
    ...refused.flatMap((number) => equal(number, [answer(EPERM)])),
    ...missing.flatMap((number) => equal(number, [answer(ENOSYS)])),
    ...equal(conditional.socket, socketRule()),
    ...equal(conditional.socketpair, socketRule()),
    ...equal(conditional.ioctl, [
      load(argument(1)),
      ...TERMINAL_INJECTIONS.flatMap((it) => equal(it, [answer(EPERM)])),
      answer(ALLOW),
    ]),
    ...equal(conditional.clone, [load(argument(0)), ...anyBit(namespaces & ~SIGNAL_AT_EXIT, EPERM), answer(ALLOW)]),
    ...equal(conditional.unshare, [load(argument(0)), ...anyBit(namespaces, EPERM), answer(ALLOW)]),
    ...equal(conditional.personality, [
      load(argument(0)),
      ...PERSONALITIES.flatMap((it) => equal(it, [answer(ALLOW)])),
      answer(EPERM),
    ]),
    ...equal(conditional.shmget, segmentRule()),
    answer(ALLOW),
  ]);
}

/** Netlink only for reading interfaces and routes, which `getifaddrs` needs; no vsock, no packet, no kernel crypto sockets. */
function socketRule(): Instruction[] {
  return [
    load(argument(0)),
    ...[FAMILIES.unix, FAMILIES.inet, FAMILIES.inet6].flatMap((family) => equal(family, [answer(ALLOW)])),
    ...equal(FAMILIES.netlink, [load(argument(2)), ...equal(NETLINK_ROUTE, [answer(ALLOW)]), answer(EAFNOSUPPORT)]),
    answer(EAFNOSUPPORT),
  ];
}

function segmentRule(): Instruction[] {
  const [size, upperHalf] = [argument(1), argument(1) + 4];
  const small = [load(size), ...atLeast(MAX_SEGMENT_BYTES + 1, ENOMEM), answer(ALLOW)];
  return [load(upperHalf), ...equal(0, small), answer(ENOMEM)];
}

/** The lower half of an argument, which is all that the kernel reads of an `int` (both architectures are little-endian). */
function argument(index: number): number {
  return 16 + 8 * index;
}

function load(offset: number): Instruction {
  return { code: LOAD, value: offset };
}

function answer(value: number): Instruction {
  return { code: RETURN, value };
}

function equal(value: number, then: Instruction[]): Instruction[] {
  return [{ code: JUMP_IF_EQUAL, value, ifTrue: 0, ifFalse: then.length }, ...then];
}

function atLeast(value: number, action: number): Instruction[] {
  return [{ code: JUMP_IF_AT_LEAST, value, ifTrue: 0, ifFalse: 1 }, answer(action)];
}

function anyBit(value: number, action: number): Instruction[] {
  return [{ code: JUMP_IF_ANY_BIT, value, ifTrue: 0, ifFalse: 1 }, answer(action)];
}

function encode(instructions: Instruction[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 8);
  instructions.forEach(({ code, value, ifTrue = 0, ifFalse = 0 }, index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  });
  return bytes;
}
