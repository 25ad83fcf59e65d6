import { SimplePlugin } from '@temporalio/plugin';
import { createActivities } from '../activities';
import type { Catalog } from '../catalog/catalog';
import { createSessions } from '../ssh/pool';
import type { Sessions } from '../ssh/session';

export interface SlipwayPluginOptions {
  /** SSH sessions to share with other code; by default the plugin keeps a pool and closes it with the worker. */
  readonly sessions?: Sessions;
  /**
   * OS families, runtimes, pod networks and load balancers of one's own, beside the built-in ones. `parseCluster` is given
   * the same, so that a cluster file may name them.
   */
  readonly catalog?: Partial<Catalog>;
}

/**
 * Adds Slipway's activities to a worker of one's own. Its workflows are added beside one's own by
 * `export * from 'slipway/workflows'`: a worker runs workflows of one module. Codecs, interceptors and connections stay
 * as they are.
 */
export class SlipwayPlugin extends SimplePlugin {
  constructor(options: SlipwayPluginOptions = {}) {
    const own = options.sessions === undefined ? createSessions() : undefined;
    super({
      name: 'slipway',
      activities: createActivities({
        sessions: options.sessions ?? own ?? createSessions(),
        ...(options.catalog !== undefined && { catalog: options.catalog }),
      }),
      runContext: async (next) => {
        try {
          await next();
        } finally {
          await own?.closeAll();
        }
      },
    });
  }
}
