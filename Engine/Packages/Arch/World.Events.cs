// Event subscriptions: they exist in the package but its registry build never fires them, so these accept a handler and never call it.
using Arch.Core.Events;

namespace Arch.Core;

public partial class World
{
    public void SubscribeEntityCreated(EntityCreatedHandler handler) => ArgumentNullException.ThrowIfNull(handler);

    public void SubscribeEntityDestroyed(EntityDestroyedHandler handler) => ArgumentNullException.ThrowIfNull(handler);

    public void SubscribeComponentAdded<T>(ComponentAddedHandler<T> handler) => ArgumentNullException.ThrowIfNull(handler);

    public void SubscribeComponentSet<T>(ComponentSetHandler<T> handler) => ArgumentNullException.ThrowIfNull(handler);

    public void SubscribeComponentRemoved<T>(ComponentRemovedHandler<T> handler) => ArgumentNullException.ThrowIfNull(handler);
}
