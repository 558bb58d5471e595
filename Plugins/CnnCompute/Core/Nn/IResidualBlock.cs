// A block of a residual network, as initialisation sees it.
namespace CnnCompute;

/// <summary>A module that adds what a branch gives to what it takes.</summary>
public interface IResidualBlock
{
    /// <summary>The branch's last parameter that multiplies: where it is zero, so is the branch (if its last bias is).</summary>
    Parameter LastWeight { get; }
}
