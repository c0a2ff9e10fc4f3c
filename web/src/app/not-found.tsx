import Link from "next/link";

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-dvh max-w-md flex-col justify-center gap-3 p-5">
      <h1 className="text-lg font-semibold">There is nothing here</h1>
      <p className="text-ink-2">
        The address is wrong, what it names is gone, or it belongs to a team that you are not in.
      </p>
      <p>
        <Link className="text-accent underline" href="/agent-tasks">
          All agent tasks
        </Link>
      </p>
    </main>
  );
}
