// The only door to Arch: what the engine and its plugins call it by. (Arch's CommandBuffer is renamed: Vulkan has one, too.)
global using Chunk = Arch.Core.Chunk;
global using Entity = Arch.Core.Entity;
global using EntityCommands = Arch.Buffer.CommandBuffer;
global using QueryDescription = Arch.Core.QueryDescription;
global using World = Arch.Core.World;
