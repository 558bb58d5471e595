// What a query calls when it is asked for entities alone; the forms with components are generated.
namespace Arch.Core;

public delegate void ForEach(Entity entity);

/// <summary>For InlineQuery: a struct whose Update the compiler can inline.</summary>
public interface IForEach
{
    void Update(Entity entity);
}
