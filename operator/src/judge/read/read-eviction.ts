/**
 * The kubelet's sentences for a pod that used more of the disk than it may itself, in the words of Kubernetes 1.30 to 1.37; all others of
 * its evictions are for want of something on the node.
 */
const OWN_DISK = [
  /^Usage of EmptyDir volume "[^"]*" exceeds the limit/,
  /^Pod ephemeral local storage usage exceeds the total limit of containers/,
  /^Container \S+ exceeded its local ephemeral storage limit/,
  /^Container \S+ was using \S+, which exceeds its request .*ephemeral-storage.*limit/,
];

/** Whether the pod was evicted for what it used itself: no other node would bear it either. */
export function isOwnDisk(message: string): boolean {
  return OWN_DISK.some((form) => form.test(message));
}

const NODE_WANTS = /^The node was low on resource: ([a-z-]+)/;
const WORDS: Readonly<Record<string, string>> = {
  memory: "memory",
  "ephemeral-storage": "disk",
  nodefs: "disk",
  imagefs: "disk",
  inodes: "files",
  pids: "processes",
};

/** What the node had too little of; null: it doesn't say. */
export function nodeWants(message: string): string | null {
  const [, what = ""] = NODE_WANTS.exec(message) ?? [];
  return WORDS[what] ?? null;
}
