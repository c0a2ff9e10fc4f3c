export type Architecture = "x64" | "arm64";

type Numbers = [x64: number | null, arm64: number | null];

/** Refused with EPERM whatever the arguments are. Numbers are the kernel's own and never change. */
const REFUSED: Record<string, Numbers> = {
  // Kernel keyrings are not part of any namespace.
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  // Large kernel surfaces that no coding agent needs.
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  // Mounts.
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  statmount: [457, 457],
  listmount: [458, 458],
  // Kernel images and modules.
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  create_module: [174, null],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  // Other processes' memory and descriptors.
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  kcmp: [312, 272],
  pidfd_getfd: [438, 438],
  move_pages: [279, 239],
  migrate_pages: [256, 238],
  // Namespaces that exist already.
  setns: [308, 268],
  // The machine itself.
  quotactl: [179, 60],
  quotactl_fd: [443, 443],
  acct: [163, 89],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  syslog: [103, 116],
  vhangup: [153, 58],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  fanotify_init: [300, 262],
  lookup_dcookie: [212, 18],
  nfsservctl: [180, 42],
  ioperm: [173, null],
  iopl: [172, null],
  modify_ldt: [154, null],
  uselib: [134, null],
  _sysctl: [156, null],
};

/** Answered as if the kernel didn't have them, so that libraries fall back to what the filter can read. */
const MISSING: Record<string, Numbers> = {
  // Its flags are behind a pointer, which a filter can't follow: clone is used instead.
  clone3: [435, 435],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  // Memory that isn't a process's, nor in a folder with a limit: where nothing but processes is measured, it has no end.
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
};

/** Those whose arguments decide. */
const CONDITIONAL = {
  socket: [41, 198],
  socketpair: [53, 199],
  ioctl: [16, 29],
  clone: [56, 220],
  unshare: [272, 97],
  personality: [135, 92],
  shmget: [29, 194],
} satisfies Record<string, Numbers>;

/** mseal: everything newer was unknown when this list was made, so it is answered as missing. */
export const NEWEST_KNOWN_SYSTEM_CALL = 462;

/** By these bubblewrap makes a box. */
const NESTING = ["mount", "umount2", "pivot_root"];

export interface SystemCalls {
  refused: number[];
  missing: number[];
  conditional: Record<keyof typeof CONDITIONAL, number>;
}

export function systemCallsOf(architecture: Architecture, { canNest }: { canNest: boolean }): SystemCalls {
  const column = architecture === "x64" ? 0 : 1;
  const pick = (table: Record<string, Numbers>) =>
    Object.entries(table)
      .filter(([name]) => !canNest || !NESTING.includes(name))
      .map(([, numbers]) => numbers[column])
      .filter((number) => number !== null);
  const conditional = Object.fromEntries(Object.entries(CONDITIONAL).map(([name, numbers]) => [name, numbers[column]]));
  return { refused: pick(REFUSED), missing: pick(MISSING), conditional: conditional as SystemCalls["conditional"] };
}
