import type { NotificationDeclaration } from '@condenser/protocol';
import type * as z from 'zod';

/** Receives what every client is told. */
export type AnnouncementListener = (method: string, params: unknown) => void;

/** Notifications to every initialized client, beside the events of turns. */
export class Announcements {
  private readonly listeners = new Set<AnnouncementListener>();

  /** Whether any client is connected. */
  get hasListeners(): boolean {
    return this.listeners.size > 0;
  }

  /** @returns a function that ends the subscription. */
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
