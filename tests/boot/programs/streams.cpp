// C++ with what its runtime library needs: exceptions through frames, iostreams, static initialisers, RTTI.
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

struct Guard {
  explicit Guard(std::string n) : name(std::move(n)) {}
  ~Guard() { std::cout << "unwound " << name << '\n'; }
  std::string name;
};

static std::map<std::string, int> table{{"one", 1}, {"two", 2}, {"three", 3}};

static int deep(int level) {
  Guard guard("level " + std::to_string(level));
  if (level == 0) return static_cast<int>(std::vector<int>(3).at(7));
  return deep(level - 1);
}

int main() {
  for (const auto &[name, value] : table) std::cout << name << '=' << value << '\n';
  try {
    deep(3);
  } catch (const std::out_of_range &error) {
    std::cout << "caught: " << error.what() << '\n';
  }
  std::ostringstream text;
  text << std::fixed << std::setprecision(6) << 3.14159265358979 << ' ' << std::hex << 255;
  std::cout << text.str() << std::endl;
  std::string line;
  int lines = 0;
  while (std::getline(std::cin, line)) lines++;
  std::cout << lines << " lines\n";
  std::cerr << "to stderr\n";
  return 3;
}
