// The shapes of event handlers.
namespace Arch.Core.Events;

public delegate void EntityCreatedHandler(in Entity entity);

public delegate void EntityDestroyedHandler(in Entity entity);

public delegate void ComponentAddedHandler<T>(in Entity entity, ref T component);

public delegate void ComponentSetHandler<T>(in Entity entity, ref T component);

public delegate void ComponentRemovedHandler<T>(in Entity entity, ref T component);
