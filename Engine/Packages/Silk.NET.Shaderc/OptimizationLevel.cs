// What the SPIR-V optimizer aims at.
namespace Silk.NET.Shaderc;

/// <summary>Optimization of the generated SPIR-V.</summary>
public enum OptimizationLevel
{
    Zero = 0,
    Size = 1,
    Performance = 2,
}
