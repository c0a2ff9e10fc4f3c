"use client";

import { Button } from "../../components/parts/form/button.tsx";
import { useRetry } from "../../live/pages/use-retry.ts";

interface PageErrorProps {
  error: Error & { digest?: string };
  /** Has the page made again. */
  retry: () => void;
}

/** What went wrong is in the server's log under this number: a page tells nobody more. */
export default function PageError({ error, retry }: PageErrorProps) {
  useRetry(error, retry);
  return (
    <div role="alert" className="mx-auto flex max-w-md flex-col items-start gap-3 p-5 pt-16">
      <h1 className="text-lg font-semibold">This page couldn't be shown</h1>
      <p className="text-ink-2">
        Catalyst's server didn't answer, or answered what this page doesn't understand. Tasks go on all the same, and
        the page is tried again by itself.
      </p>
      {error.digest === undefined ? null : <p className="font-mono text-xs text-ink-3">{error.digest}</p>}
      <Button onClick={retry}>Try again now</Button>
    </div>
  );
}
