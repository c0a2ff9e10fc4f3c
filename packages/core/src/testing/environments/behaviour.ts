/** What the stand-in for a runner does in a stage. */
export type Behaviour =
  | { kind: "exit"; exitCode: number; output?: string }
  | { kind: "forever" | "fill_memory" | "fill_disk" | "kill_itself" };
