! Fortran: formatted output, arrays, the runtime library's start-up.
program table
  implicit none
  integer :: i
  real(8) :: x(5)
  x = [(sqrt(real(i, 8)), i = 1, 5)]
  do i = 1, 5
    write (*, '(I3, F12.8)') i, x(i)
  end do
  print *, 'sum', sum(x)
end program table
