import type { NotificationDeclaration } from '@condenser/protocol';
import type * as z from 'zod';

/** Takes what is told to every client. */
export type AnnouncementListener = (method: string, params: unknown) => void;

/** What every initialized client is told, beside the events of turns. */
export class Announcements {
  private readonly listeners = new Set<AnnouncementListener>();

  /** Whether anybody listens. */
  get heard(): boolean {
    return this.listeners.size > 0;
  }

  /** @returns what ends the subscription. */
  subscribe(listener: AnnouncementListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  announce<Params extends z.ZodType>(
    declaration: NotificationDeclaration<Params>,
    params: z.infer<Params>,
  ): void {
    for (const listener of this.listeners) listener(declaration.method, params);
  }
}
