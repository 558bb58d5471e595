// A native library lacks a function that was called.
namespace Silk.NET.Core.Loader;

public class SymbolLoadingException : Exception
{
    public SymbolLoadingException(string symbol)
        : this(symbol, $"The native symbol \"{symbol}\" was not found in its library.") { }

    public SymbolLoadingException(string symbol, string msg)
        : base(msg) => Symbol = symbol;

    public string Symbol { get; }
}
