import Link from "next/link";

/** What is at an address that leads nowhere. It tells nobody whether others have something there. */
export function NothingAtAddress() {
  return (
    <div className="mx-auto flex max-w-md flex-col gap-3 p-5 pt-16">
      <h1 className="text-lg font-semibold">There is nothing here</h1>
      <p className="text-ink-2">
        The address is wrong, what it names is gone, or it belongs to a team that you are not in.
      </p>
      <p>
        <Link className="text-accent underline" href="/agent-tasks">
          All agent tasks
        </Link>
      </p>
    </div>
  );
}
