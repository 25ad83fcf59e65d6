import type { WatchEvent } from '../../client';
import type { RunStatus } from '../../workflows/messages';
import { type CliContext, print } from '../context';
import { LiveView } from './live-view';
import { renderChanges } from './run-lines';
import { renderRun } from './run-view';
import { watchSilence } from './silence';

export type OutputFormat = 'text' | 'json';

/** Shows a run while it is watched. */
export interface Reporter {
  show(event: WatchEvent): void;
  /** Nothing is shown any more; what was shown stays. */
  end(): void;
}

/** A table that is drawn over again in a terminal, plain lines elsewhere, JSON lines when asked for. */
export function createReporter(context: CliContext, format: OutputFormat): Reporter {
  if (format === 'json') return jsonReporter(context);
  return context.stdout.isTTY === true ? liveReporter(context) : lineReporter(context);
}

function jsonReporter(context: CliContext): Reporter {
  return { show: (event) => print(context, [JSON.stringify(event)]), end: () => undefined };
}

function lineReporter(context: CliContext): Reporter {
  let before: RunStatus | undefined;
  const silence = watchSilence((message) => print(context, [message]));
  return {
    show(event) {
      silence.hear(event);
      if (event.kind === 'silence') return;
      print(context, renderChanges(before, event.status, context.now()));
      before = event.status;
    },
    end: silence.end,
  };
}

/** Drawn at every change, and every second because times run on. */
function liveReporter(context: CliContext): Reporter {
  const { stdout, style, now } = context;
  const view = new LiveView(stdout);
  let status: RunStatus | undefined;
  let told: string | undefined;
  const draw = (): void => {
    const lines = status === undefined ? [] : renderRun(status, now(), style);
    view.draw(told === undefined ? lines : [...lines, style.yellow(told)]);
  };
  const silence = watchSilence((message) => (told = message));
  const ticker = setInterval(draw, 1000);
  return {
    show(event) {
      silence.hear(event);
      if (event.kind === 'status') {
        status = event.status;
        told = undefined;
      }
      draw();
    },
    end() {
      silence.end();
      clearInterval(ticker);
      view.end();
    },
  };
}
