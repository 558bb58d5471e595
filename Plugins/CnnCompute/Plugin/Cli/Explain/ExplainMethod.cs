// A way to look into a net, as `cnn explain --method` names it.
using System.CommandLine;

namespace CnnCompute;

/// <summary>A picture that a method made.</summary>
/// <param name="Suffix">What its file is called after the method; empty for the method's first picture.</param>
/// <param name="Caption">Below it on a contact sheet; empty where it shall not be on one.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgba">Four bytes a pixel.</param>
internal sealed record ExplainPicture(string Suffix, string Caption, int Width, int Height, byte[] Rgba);

/// <summary>One method; all of them are listed in <see cref="ExplainMethods"/>.</summary>
internal abstract class ExplainMethod
{
    /// <summary>As it is written after <c>--method</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it does, for <c>--help</c>: half a sentence.</summary>
    public abstract string Description { get; }

    /// <summary>Options beside the declared settings, added to the verb; one object may be shared by several methods.</summary>
    public virtual IEnumerable<Option> Options => [];

    /// <summary>Whether it explains a class or an objective.</summary>
    public virtual bool HasObjective => false;

    /// <summary>Does it, prints what it found, and gives pictures.</summary>
    public abstract IEnumerable<ExplainPicture> Run(ExplainTask task);
}
